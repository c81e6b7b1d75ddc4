using System.Text.RegularExpressions;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Fixes;

/// <summary>
/// Every fixture of every rule, repaired: the files still compile, what was repaired is gone, no rule has a new finding,
/// comments and blank lines stay in their order, edits do not overlap, nothing breaks, and a second run changes nothing.
/// What an editor proposes, which cannot compile, breaks nothing either, and is the same with any line end.
/// </summary>
public sealed partial class FixPropertyTests
{
    private const RuleOrigins Everybody = RuleOrigins.Buf | RuleOrigins.Own;

    private static readonly string AllRules =
        $"""
        version: v2
        lint:
          use: [STANDARD, COMMENTS]
        breaking:
          use: [WIRE_JSON, {string.Join(", ", SchemaFixes.Rules.Where(rule => rule.StartsWith("FILE_SAME_", StringComparison.Ordinal)))}]
        """;

    private static readonly BufConfiguration Strict = BufConfiguration.Parse("version: v2\nbreaking:\n  use: [FILE, WIRE_JSON]\n");

    public static TheoryData<string, string> Fixtures =>
        new(new[] { "Lint", "OwnLint", "Breaking", "OwnBreaking" }.SelectMany(folder => Fixture.Names(folder).Where(name => !HasConfiguration(folder, name)).Select(name => (folder, name))));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task A_repair_harms_nobody_and_is_final(string folder, string name)
    {
        var (texts, baseline) = Read(folder, name);
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

        Assert.All(texts.Keys, file => AssertKept(texts[file], first.Texts[file]));
        Assert.All(first.Applied, fix => Assert.DoesNotContain(fix.Edits, edit => fix.Edits.Any(other => other != edit && edit.File == other.File && edit.Start < other.End && other.Start < edit.End)));

        var second = await FixProject.FixAsync(first.Texts, AllRules, baseline);

        Assert.Empty(second.Applied);
        Assert.Equal(first.Texts, second.Texts);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task What_an_editor_proposes_compiles_breaks_nothing_that_was_released_and_keeps_line_ends(string folder, string name)
    {
        var (texts, _) = Read(folder, name);
        if (texts.Count == 0)
        {
            return;
        }

        var released = await ImageAsync(texts);
        var changed = await ImageAsync(Propose(texts, released, released));
        // A file that nobody imports any more is no file of theirs.
        Assert.Empty(SchemaBreaking.Run(changed, released, Strict).Where(finding => finding.File is not null).Select(finding => finding.Message));

        var windows = texts.ToDictionary(file => file.Key, file => file.Value.ReplaceLineEndings("\r\n"));
        Assert.Equal(
            Propose(texts, released, null).ToDictionary(file => file.Key, file => file.Value.ReplaceLineEndings("\r\n")),
            Propose(windows, released, null));
    }

    private static Dictionary<string, string> Propose(Dictionary<string, string> texts, SchemaImage image, SchemaImage? baseline)
    {
        var configuration = BufConfiguration.Parse(AllRules);
        var edits = new SchemaFixes(image, baseline, configuration, texts).Of(SchemaLinter.Run(image, configuration, Everybody)).SelectMany(fix => fix.Edits).ToLookup(edit => edit.File);
        return texts.ToDictionary(file => file.Key, file => TextEdits.Apply(file.Value, edits[file.Key]));
    }

    private static async Task<Dictionary<string, int>> FindingsAsync(IReadOnlyDictionary<string, string> texts, Dictionary<string, string>? baseline)
    {
        var image = await ImageAsync(texts);
        var configuration = BufConfiguration.Parse(AllRules);
        var findings = SchemaLinter.Run(image, configuration, Everybody).ToList();
        if (baseline is not null)
        {
            findings.AddRange(SchemaBreaking.Run(image, SchemaImage.Parse((await FixProject.CompileAsync(baseline)).DescriptorSet!), configuration, origins: Everybody));
        }

        return findings.CountBy(finding => finding.Rule.Name).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Roots and versions of their own are not what is tested here.</summary>
    private static bool HasConfiguration(string folder, string name) => Fixture.Read(folder, name).Files.Any(file => file.Key.EndsWith("buf.yaml", StringComparison.Ordinal));

    private static Dictionary<string, string> Below(IEnumerable<KeyValuePair<string, string>> files, string folder) =>
        files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).ToDictionary(file => file.Key[folder.Length..], file => file.Value + "\n", StringComparer.Ordinal);

    internal static (Dictionary<string, string> Texts, Dictionary<string, string>? Baseline) Read(string folder, string name)
    {
        var protos = Fixture.Read(folder, name).Files.Where(file => file.Key.EndsWith(".proto", StringComparison.Ordinal)).ToList();
        return folder.EndsWith("Breaking", StringComparison.Ordinal) ? (Below(protos, "new/"), Below(protos, "old/")) : (Below(protos, ""), null);
    }

    private static async Task<SchemaImage> ImageAsync(IReadOnlyDictionary<string, string> texts)
    {
        var compiled = await FixProject.CompileAsync(texts);
        Assert.True(compiled.DescriptorSet is not null, compiled.Error);
        return SchemaImage.Parse(compiled.DescriptorSet, [.. texts.Keys.Select(name => new SchemaTarget(name))]);
    }

    /// <summary>The comments and blank lines of the text are in the other one, in their order.</summary>
    private static void AssertKept(string before, string after)
    {
        var position = 0;
        foreach (Match match in CommentOrBlankLine().Matches(before))
        {
            var found = after.IndexOf(match.Value.TrimEnd(' '), position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{match.Value.Trim()}' is lost or moved:\n{after}");
            position = found + 1;
        }
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|(?<=\n)\n", RegexOptions.Singleline)]
    private static partial Regex CommentOrBlankLine();
}
