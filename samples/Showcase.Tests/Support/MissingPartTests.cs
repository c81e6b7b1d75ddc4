// What a machine lacks skips the tests that need it, each with a sentence that says what to do, and fails none: seen in this
// program, run once more with the part hidden.

using System.Text.RegularExpressions;

namespace Showcase.Tests.Support;

public sealed partial class MissingPartTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("node", "install Node.js", "*.BufTests", "*.NodeClientTests", "*.ManifestTests", "*.DashboardTests", "*.MigrationTests")]
    [InlineData("postgres", "There is no PostgreSQL for this machine", "*.ReplicaTests", "*.MigrationTests", "*.OutageTests", "*.FaultTests", "*.ChatServiceOnServersTests")]
    [InlineData("browser", "install Chromium or Chrome", "*.PageTests", "*.AccessibilityTests")]
    public async Task A_missing_part_skips_what_needs_it_and_fails_nothing(string part, string sentence, params string[] classes)
    {
        var tests = await Command.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Showcase.Tests.dll"), "-noColor", .. classes.SelectMany(name => new[] { "-class", name })],
            new Dictionary<string, string> { [MissingPartException.HiddenVariable] = part });

        var summary = Summary().Match(tests.Succeeded().Output);
        Assert.True(summary.Success, tests.Output);
        Assert.Equal(("0", "0"), (summary.Groups["errors"].Value, summary.Groups["failed"].Value));
        Assert.All(classes, name => Assert.Matches($@"\.{name[2..]}\..*\[SKIP\]\s.*{Regex.Escape(sentence)}", tests.Output));
    }

    [GeneratedRegex("Total: [0-9]+, Errors: (?<errors>[0-9]+), Failed: (?<failed>[0-9]+), Skipped: [1-9]")]
    private static partial Regex Summary();
}
