using System.Text.RegularExpressions;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Fixes;

/// <summary>
/// Every fixture of every rule, repaired: the files still compile, what was repaired is gone, no rule has a new finding,
/// no comment is lost, nothing breaks, and a second run changes nothing.
/// </summary>
public sealed partial class FixPropertyTests
{
    private const string AllRules =
        """
        version: v2
        lint:
          use: [STANDARD, COMMENTS]
        breaking:
          use: [WIRE_JSON]
        """;

    public static TheoryData<string, string> Fixtures =>
        new(new[] { "Lint", "OwnLint", "Breaking" }.SelectMany(folder => Fixture.Names(folder).Where(name => !HasConfiguration(folder, name)).Select(name => (folder, name))));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_repair_harms_nobody_and_is_final(string folder, string name)
    {
        var fixture = Fixture.Read(folder, name);
        var protos = fixture.Files.Where(file => file.Key.EndsWith(".proto", StringComparison.Ordinal)).ToList();
        var baseline = folder == "Breaking" ? Below(protos, "old/") : null;
        var texts = folder == "Breaking" ? Below(protos, "new/") : protos.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        if (texts.Count == 0)
        {
            return;
        }

        var first = await FixProject.FixAsync(texts, AllRules, baseline);

        var before = await FindingsAsync(texts, baseline);
        var after = await FindingsAsync(first.Texts, baseline);
        foreach (var rule in after.Keys)
        {
            Assert.True(after[rule] <= before.GetValueOrDefault(rule), $"{rule}: {before.GetValueOrDefault(rule)} before, {after[rule]} after");
        }

        foreach (var repaired in first.Applied.CountBy(fix => fix.Finding.Rule.Name))
        {
            Assert.True(after.GetValueOrDefault(repaired.Key) < before.GetValueOrDefault(repaired.Key), $"{repaired.Key} is still there");
        }

        Assert.All(texts.Keys, file => Assert.All(Comments(texts[file]), comment => Assert.Contains(comment, first.Texts[file], StringComparison.Ordinal)));
        Assert.All(first.Applied, fix => Assert.DoesNotContain(fix.Edits, edit => fix.Edits.Any(other => other != edit && edit.File == other.File && edit.Start < other.End && other.Start < edit.End)));

        var second = await FixProject.FixAsync(first.Texts, AllRules, baseline);

        Assert.Empty(second.Applied);
        Assert.Equal(first.Texts, second.Texts);
    }

    /// <summary>Of two rules the fixtures show what has no repair: aliases, and shared messages of other files. FixTests repairs them.</summary>
    [Fact]
    public async Task Every_rule_with_a_repair_is_repaired_in_a_fixture()
    {
        var repaired = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, name) in Fixtures.Select(row => row.Data).Where(row => SchemaFixes.Rules.Contains(row.Item2.Split('.')[0])))
        {
            var protos = Fixture.Read(folder, name).Files.Where(file => file.Key.EndsWith(".proto", StringComparison.Ordinal)).ToList();
            var rule = name.Split('.')[0];
            var configuration = $"version: v2\nlint:\n  use: [{(folder == "Lint" ? rule : "ENUM_PASCAL_CASE")}]\nbreaking:\n  use: [{(folder == "Breaking" ? rule : "WIRE")}]\n";
            var result = folder == "Breaking"
                ? await FixProject.FixAsync(Below(protos, "new/"), configuration, Below(protos, "old/"))
                : await FixProject.FixAsync(protos.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal), configuration);
            repaired.UnionWith(result.Applied.Select(fix => fix.Finding.Rule.Name));
        }

        Assert.Equal("ENUM_VALUE_SAME_NAME, RPC_REQUEST_RESPONSE_UNIQUE", string.Join(", ", SchemaFixes.Rules.Except(repaired).Order(StringComparer.Ordinal)));
    }

    private static async Task<Dictionary<string, int>> FindingsAsync(IReadOnlyDictionary<string, string> texts, Dictionary<string, string>? baseline)
    {
        var compiled = await FixProject.CompileAsync(texts);
        Assert.True(compiled.DescriptorSet is not null, compiled.Error);
        var image = SchemaImage.Parse(compiled.DescriptorSet, [.. texts.Keys.Select(name => new SchemaTarget(name))]);
        var configuration = BufConfiguration.Parse(AllRules);
        var findings = SchemaLinter.Run(image, configuration, RuleOrigins.Buf | RuleOrigins.Own).ToList();
        if (baseline is not null)
        {
            findings.AddRange(SchemaBreaking.Run(image, SchemaImage.Parse((await FixProject.CompileAsync(baseline)).DescriptorSet!), configuration));
        }

        return findings.CountBy(finding => finding.Rule.Name).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Roots and versions of their own are not what is tested here.</summary>
    private static bool HasConfiguration(string folder, string name) => Fixture.Read(folder, name).Files.Any(file => file.Key.EndsWith("buf.yaml", StringComparison.Ordinal));

    private static Dictionary<string, string> Below(IEnumerable<KeyValuePair<string, string>> files, string folder) =>
        files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).ToDictionary(file => file.Key[folder.Length..], file => file.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Comments(string text) => Comment().Matches(text).Select(match => match.Value.TrimEnd());

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
