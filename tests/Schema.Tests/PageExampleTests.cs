using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>What the pages of the schema rules show is true: the incorrect example is reported, the correct one is not.</summary>
public sealed class PageExampleTests
{
    public static TheoryData<string> LintRules => [.. SchemaRules.All.Where(rule => rule is { Kind: SchemaRuleKind.Lint, Origin: RuleOrigins.Buf }).Select(rule => rule.Name)];

    public static TheoryData<string> BreakingRules => [.. SchemaRules.All.Where(rule => rule is { Kind: SchemaRuleKind.Breaking, Origin: RuleOrigins.Buf }).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(LintRules))]
    public async Task A_page_shows_what_lint_reports_and_what_it_does_not(string name)
    {
        var page = PageOf(name);
        // The only rule that newer versions of buf.yaml do not know.
        var configuration = BufConfiguration.Parse($"version: {(name == "FIELD_NO_DESCRIPTOR" ? "v1beta1" : "v2")}\nlint:\n  use: [{name}]\n");

        Assert.NotEmpty(SchemaLinter.Run(await CompileAsync(page, "Incorrect", name), configuration));
        Assert.Empty(SchemaLinter.Run(await CompileAsync(page, "Correct", name), configuration));
    }

    [Theory]
    [MemberData(nameof(BreakingRules))]
    public async Task A_page_shows_which_change_breaks_and_which_does_not(string name)
    {
        var page = PageOf(name);
        var configuration = BufConfiguration.Parse($"version: v2\nbreaking:\n  use: [{name}]\n");
        var released = await CompileAsync(page, "Released", name);

        Assert.NotEmpty(SchemaBreaking.Run(await CompileAsync(page, "Incorrect", name), released, configuration));
        Assert.Empty(SchemaBreaking.Run(await CompileAsync(page, "Correct", name), released, configuration));
    }

    public static TheoryData<string> OwnLintRules => [.. SchemaRules.All.Where(rule => rule is { Kind: SchemaRuleKind.Lint, Origin: RuleOrigins.Own }).Select(rule => rule.Name)];

    public static TheoryData<string> OwnBreakingRules => [.. SchemaRules.All.Where(rule => rule is { Kind: SchemaRuleKind.Breaking, Origin: RuleOrigins.Own }).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(OwnLintRules))]
    public async Task The_page_of_an_own_rule_shows_what_it_reports_and_what_it_does_not(string name)
    {
        var page = PageOf(name);

        Assert.Contains(SchemaLinter.Run(await CompileAsync(page, "Incorrect", name), BufConfiguration.Evolution, RuleOrigins.Own), finding => finding.Rule.Name == name);
        Assert.DoesNotContain(SchemaLinter.Run(await CompileAsync(page, "Correct", name), BufConfiguration.Evolution, RuleOrigins.Own), finding => finding.Rule.Name == name);
    }

    [Theory]
    [MemberData(nameof(OwnBreakingRules))]
    public async Task The_page_of_an_own_rule_shows_which_change_breaks_and_which_does_not(string name)
    {
        var page = PageOf(name);
        var released = await CompileAsync(page, "Released", name);

        Assert.Contains(SchemaBreaking.Run(await CompileAsync(page, "Incorrect", name), released, BufConfiguration.Evolution, origins: RuleOrigins.Own), finding => finding.Rule.Name == name);
        Assert.DoesNotContain(SchemaBreaking.Run(await CompileAsync(page, "Correct", name), released, BufConfiguration.Evolution, origins: RuleOrigins.Own), finding => finding.Rule.Name == name);
    }

    [Fact]
    public void The_page_of_an_own_rule_says_its_name_its_severity_and_why_it_is_that()
    {
        foreach (var rule in SchemaRules.All.Where(rule => rule.Origin == RuleOrigins.Own))
        {
            var page = PageOf(rule.Name);
            Assert.StartsWith($"# {rule.DiagnosticId}: {rule.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains($"| Rule | `{rule.Name}` ({(rule.Kind == SchemaRuleKind.Lint ? "lint" : "breaking")}, not in buf) |", page, StringComparison.Ordinal);
            Assert.Contains($"| Default severity | {(rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString() : "off")} |", page, StringComparison.Ordinal);
            Assert.Matches(rule.IsEnabledByDefault ? $"An? {rule.DefaultSeverity.ToString().ToLowerInvariant()}, because " : "Off by default, because ", page);
        }
    }

    private static string PageOf(string name) =>
        File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "rules", SchemaRules.Get(name).DiagnosticId + ".md"));

    private static async Task<SchemaImage> CompileAsync(string page, string heading, string rule)
    {
        using var directory = new TemporaryDirectory();
        var files = PageExample.Read(page, heading, rule) ?? throw new InvalidOperationException($"The page has no example '{heading}'.");
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory.File(path))!);
            await File.WriteAllTextAsync(directory.File(path), text);
        }

        return SchemaImage.Parse(await Protoc.CompileAsync(directory.Path, files.Keys), [.. files.Keys.Select(file => new SchemaTarget(file))]);
    }
}
