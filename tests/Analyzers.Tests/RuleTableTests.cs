// docs/rules/README.md is the table of all pages beside it. It is written by this test when GRPCSDK_UPDATE_DOCS is set, and compared otherwise.
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Tests.Usage;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests;

public partial class RuleTableTests
{
    private static readonly string Root = typeof(RuleTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    private static readonly string Pages = Path.Combine(Root, "docs", "rules");

    private static readonly (string Prefix, string Title)[] Families =
    [
        ("GSDK0", "Build and configuration"),
        ("GSDK1", "Schema lint"),
        ("GSDK2", "Schema breaking changes"),
        ("GSDK3", "C# usage"),
        ("GSDK4", "Registration and interceptors"),
        ("GSDK5", "Mocks"),
        ("GSDK6", "Paging, batches and operations"),
    ];

    [Fact]
    public async Task The_table_lists_every_page()
    {
        var path = Path.Combine(Pages, "README.md");
        var table = Table();
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_DOCS") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, table, TestContext.Current.CancellationToken);
        }

        Assert.True(
            File.Exists(path) && await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) == table,
            "docs/rules/README.md is stale. Write it with: GRPCSDK_UPDATE_DOCS=1 dotnet run --project tests/Analyzers.Tests -- -class '*RuleTableTests'");
    }

    [Fact]
    public async Task The_package_lists_every_warning_that_must_not_fail_a_strangers_build()
    {
        var path = Path.Combine(Root, "src", "Build", "buildTransitive", "config", "GrpcSdk.Warnings.props");
        var pages = Directory.GetFiles(Pages, "GSDK0*.md").Select(page => (Id: Path.GetFileNameWithoutExtension(page), Text: File.ReadAllText(page)));
        var build = pages.Where(page => Severity().Match(page.Text).Groups[1].Value == "Warning").Select(page => page.Id);
        var code = Severities().Where(rule => rule.Value == "warning" && string.CompareOrdinal(rule.Key, "GSDK3") >= 0).Select(rule => rule.Key);
        var text = $"""
            <!-- The warnings of GrpcSdk: those of the build, and those about C#. Generated: see RuleTableTests. -->
            <Project>
              <PropertyGroup>
                <GrpcSdkBuildWarnings>{string.Join(';', build.Order(StringComparer.Ordinal))}</GrpcSdkBuildWarnings>
                <GrpcSdkCodeWarnings>{string.Join(';', code.Order(StringComparer.Ordinal))}</GrpcSdkCodeWarnings>
              </PropertyGroup>
            </Project>

            """.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_DOCS") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_usage_rule_has_a_page_with_its_title_and_all_sections()
    {
        foreach (var rule in UsageRules.Descriptors)
        {
            var text = File.ReadAllText(Path.Combine(Pages, $"{rule.Id}.md"));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", text, StringComparison.Ordinal);
            Assert.All(["## Why", "## Incorrect", "## Correct", "## How to turn it off", "## Related"], section => Assert.Contains($"\n{section}\n", text, StringComparison.Ordinal));
            Assert.Equal($"https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/{rule.Id}.md", rule.HelpLinkUri);
        }
    }

    [Fact]
    public void No_page_links_to_a_page_that_does_not_exist()
    {
        foreach (var page in Directory.GetFiles(Pages, "GSDK*.md"))
        {
            Assert.All(Link().Matches(File.ReadAllText(page)), link => Assert.True(File.Exists(Path.Combine(Pages, link.Groups[1].Value)), $"{page} links to {link.Groups[1].Value}"));
        }
    }

    private static string Table()
    {
        var severities = Severities();
        var text = new StringBuilder("# Rules\n\nEvery diagnostic of GrpcSdk has a page. This table is generated from them.\n");
        foreach (var (prefix, title) in Families)
        {
            var pages = Directory.GetFiles(Pages, $"{prefix}*.md").Order(StringComparer.Ordinal).ToArray();
            if (pages.Length == 0)
            {
                continue;
            }

            text.Append($"\n## {title}\n\n| Rule | What | Default |\n|---|---|---|\n");
            foreach (var page in pages)
            {
                var content = File.ReadAllText(page);
                var id = Path.GetFileNameWithoutExtension(page);
                var severity = severities.TryGetValue(id, out var known) ? known : Name(Severity().Match(content).Groups[1].Value);
                text.Append($"| [{id}]({id}.md) | {Title().Match(content).Groups[1].Value} | {severity} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The default severity of every rule: from its analyzer, or from the release notes of the generators.</summary>
    private static Dictionary<string, string> Severities()
    {
        var severities = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(Root, "src", "Generators", "AnalyzerReleases.Unshipped.md")))
        {
            if (line.Split('|') is [var id, _, var severity, ..] && id.StartsWith("GSDK", StringComparison.Ordinal))
            {
                severities[id.Trim()] = Name(severity.Trim());
            }
        }

        var analyzers = typeof(UsageAnalyzer).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)));
        foreach (var rule in analyzers.SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics))
        {
            severities[rule.Id] = rule.IsEnabledByDefault ? Name(rule.DefaultSeverity.ToString()) : "off";
        }

        return severities;
    }

    private static string Name(string severity) => severity switch
    {
        "Info" => "suggestion",
        "Disabled" => "off",
        _ => severity.ToLowerInvariant(),
    };

    [GeneratedRegex(@"^# GSDK\d+: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"^\| Severity \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Severity();

    [GeneratedRegex(@"\]\((GSDK\d+\.md)\)")]
    private static partial Regex Link();
}
