using System.Text.Json;
using GrpcSdk.Schema.Catalogue;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Configuration;

/// <summary>The catalogue of each version equals the one that buf itself prints.</summary>
public sealed class CatalogueTests
{
    [Theory]
    [InlineData("lint", "v1beta1")]
    [InlineData("lint", "v1")]
    [InlineData("lint", "v2")]
    [InlineData("breaking", "v1beta1")]
    [InlineData("breaking", "v1")]
    [InlineData("breaking", "v2")]
    public async Task Ids_categories_defaults_and_replacements_are_bufs(string kind, string version)
    {
        using var directory = new TemporaryDirectory();
        var result = await BufCli.RunAsync(directory.Path, "config", $"ls-{kind}-rules", "--version", version, "--include-deprecated", "--format", "json");
        var buf = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadRule).Order(StringComparer.Ordinal);

        var ruleKind = kind == "lint" ? SchemaRuleKind.Lint : SchemaRuleKind.Breaking;
        var bufVersion = Enum.Parse<BufVersion>(version, ignoreCase: true);
        var rules = RuleCatalogue.Rules.Where(entry => entry.Rule.Kind == ruleKind)
            .Select(entry => (entry.Rule.Name, Categories: entry.Categories.In(bufVersion), Replacements: (IEnumerable<string>)[]));
        var aliases = RuleCatalogue.Aliases.Where(alias => alias.Kind == ruleKind)
            .Select(alias => (alias.Name, Categories: alias.Categories.In(bufVersion), Replacements: (IEnumerable<string>)alias.StandsFor));
        var ours = rules.Concat(aliases)
            .Where(rule => rule.Categories is not null)
            .Select(rule => Line(rule.Name, rule.Categories!.Contains("*"), rule.Categories!.Where(category => category != "*"), rule.Replacements))
            .Order(StringComparer.Ordinal);

        Assert.Equal(buf, ours);
    }

    private static string ReadRule(string json)
    {
        var rule = JsonDocument.Parse(json).RootElement;
        return Line(
            rule.GetProperty("id").GetString()!,
            rule.TryGetProperty("default", out var isDefault) && isDefault.GetBoolean(),
            Strings(rule, "categories"),
            Strings(rule, "replacements"));
    }

    private static IEnumerable<string> Strings(JsonElement rule, string property) =>
        rule.TryGetProperty(property, out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().Select(value => value.GetString()!) : [];

    private static string Line(string name, bool isDefault, IEnumerable<string> categories, IEnumerable<string> replacements) =>
        $"{name} {(isDefault ? "*" : "-")} {string.Join(',', categories.Order(StringComparer.Ordinal))} {string.Join(',', replacements.Order(StringComparer.Ordinal))}";
}
