using GrpcSdk.Schema.Tests.Tooling;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>
/// Each fixture of our own rules: what the rule of its name says is written behind the files, in order. With
/// GRPCSDK_UPDATE_SNAPSHOTS=1 the tests write it; read it before you commit it.
/// </summary>
public sealed class OwnFixtureTests
{
    private const string Findings = "findings";

    public static TheoryData<string> LintNames => [.. Fixture.Names("OwnLint")];

    [Theory]
    [MemberData(nameof(LintNames))]
    public async Task Lint_reports_what_the_fixture_says(string name)
    {
        var fixture = Fixture.Read("OwnLint", name);
        using var directory = new TemporaryDirectory();
        Write(fixture, directory.Path, "");

        var findings = SchemaLinter.Run(await CompileAsync(directory.Path), BufConfiguration.Evolution, RuleOrigins.Own);

        AssertFindings("OwnLint", name, fixture, findings, directory.Path);
    }

    public static TheoryData<string> BreakingNames => [.. Fixture.Names("OwnBreaking")];

    [Theory]
    [MemberData(nameof(BreakingNames))]
    public async Task Breaking_reports_what_the_fixture_says(string name)
    {
        var fixture = Fixture.Read("OwnBreaking", name);
        using var directory = new TemporaryDirectory();
        Write(fixture, directory.Path, "old/");
        Write(fixture, directory.Path, "new/");

        var findings = SchemaBreaking.Run(
            await CompileAsync(directory.File("new")), await CompileAsync(directory.File("old")), BufConfiguration.Evolution, origins: RuleOrigins.Own);

        AssertFindings("OwnBreaking", name, fixture, findings, directory.File("new"));
    }

    internal static async Task<SchemaImage> CompileAsync(string directory)
    {
        var files = TemporaryDirectory.ProtosIn(directory);
        return SchemaImage.Parse(await Protoc.CompileAsync(directory, files), [.. files.Select(file => new SchemaTarget(file))]);
    }

    private static void Write(Fixture fixture, string directory, string folder) =>
        new Fixture(fixture.Rule, [.. fixture.Files.Where(file => file.Key != Findings && file.Key.StartsWith(folder, StringComparison.Ordinal))]).WriteTo(directory);

    private static void AssertFindings(string folder, string name, Fixture fixture, IEnumerable<SchemaFinding> findings, string directory)
    {
        var actual = string.Concat(findings.Where(finding => finding.Rule.Name == fixture.Rule).Select(finding => Describe(finding, directory) + "\n"));
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            Update(Path.Combine(TestEnvironment.RepositoryRoot, "tests", "Schema.Tests", "Fixtures", folder, name + ".txtar"), actual);
            return;
        }

        Assert.NotEmpty(actual);
        Assert.Equal(fixture.Files.Single(file => file.Key == Findings).Value, actual);
    }

    private static void Update(string file, string findings)
    {
        var text = File.ReadAllText(file);
        var marker = $"-- {Findings} --\n";
        File.WriteAllText(file, text[..(text.IndexOf(marker, StringComparison.Ordinal) + marker.Length)] + findings);
    }

    /// <summary><c>a.proto(3,5): message</c>, and the characters that are underlined.</summary>
    private static string Describe(SchemaFinding finding, string directory)
    {
        if (finding.File is null)
        {
            return finding.Message;
        }

        var text = File.ReadAllText(Path.Combine(directory, finding.File));
        var range = new ProtoText(text).Locate(finding);
        var before = text[..range.Start];
        var underlined = text.Substring(range.Start, range.Length).Split('\n')[0];
        return $"{finding.File}({before.Count(c => c == '\n') + 1},{range.Start - before.LastIndexOf('\n')}) `{underlined}`: {finding.Message}";
    }
}
