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
