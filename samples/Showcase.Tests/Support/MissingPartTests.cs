// What a machine lacks skips the tests that need it, each with a sentence that says what to do, and fails none: seen in this
// program, run once more with the part hidden.

using System.Text.RegularExpressions;

namespace Showcase.Tests.Support;

public sealed partial class MissingPartTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("node", "install Node.js", "*.BufTests", "*.NodeClientTests", "*.ManifestTests", "*.DashboardTests", "*.MigrationTests")]
    [InlineData("postgres,browser", "There is no PostgreSQL for this machine|install Chromium or Chrome", "*.ReplicaTests", "*.MigrationTests", "*.OutageTests", "*.FaultTests", "*.ChatServiceOnServersTests", "*.PageTests", "*.AccessibilityTests")]
    public async Task Missing_parts_skip_what_needs_them_and_fail_nothing(string parts, string sentences, params string[] classes)
    {
        var tests = await Command.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Showcase.Tests.dll"), "-noColor", .. classes.SelectMany(name => new[] { "-class", name })],
            new Dictionary<string, string> { [MissingPartException.HiddenVariable] = parts });

        var summary = Summary().Match(tests.Succeeded().Output);
        Assert.True(summary.Success, tests.Output);
        Assert.Equal(("0", "0"), (summary.Groups["errors"].Value, summary.Groups["failed"].Value));
        Assert.All(classes, name => Assert.Matches($@"\.{name[2..]}\..*\[SKIP\]\s.*({sentences})", tests.Output));
    }

    [GeneratedRegex("Total: [0-9]+, Errors: (?<errors>[0-9]+), Failed: (?<failed>[0-9]+), Skipped: [1-9]")]
    private static partial Regex Summary();
}
