using System.Globalization;
using System.Text;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Our engine's findings in buf's form, so that the two can be compared word for word.</summary>
internal static class Differential
{
    private const int BufTabWidth = 4;

    /// <summary>Findings as buf would print them for files of a module at the root of a folder.</summary>
    public static IReadOnlyList<BufAnnotation> ToBuf(IEnumerable<SchemaFinding> findings, string directory) =>
        ToBuf(findings, directory, name => name);

    /// <summary>Findings as buf would print them for files that are somewhere below a folder.</summary>
    public static IReadOnlyList<BufAnnotation> ToBuf(IEnumerable<SchemaFinding> findings, string directory, Func<string, string> workspacePathOf)
    {
        var texts = new Dictionary<string, (string Text, int[] LineStarts, ProtoText Map)>();
        return [.. findings.Select(ToAnnotation)];

        BufAnnotation ToAnnotation(SchemaFinding finding)
        {
            if (finding.File is null)
            {
                return new BufAnnotation(null, 1, 1, 1, 1, finding.Rule.Name, finding.Message);
            }

            var path = workspacePathOf(finding.File);
            if (finding.Span is null)
            {
                return new BufAnnotation(path, 1, 1, 1, 1, finding.Rule.Name, finding.Message);
            }

            if (!texts.TryGetValue(path, out var text))
            {
                var content = File.ReadAllText(Path.Combine(directory, path));
                texts.Add(path, text = (content, LineStarts(content), new ProtoText(content)));
            }

            var range = text.Map.Locate(finding);
            var (startLine, startColumn) = BufPosition(text.Text, text.LineStarts, range.Start);
            var (endLine, endColumn) = BufPosition(text.Text, text.LineStarts, range.End);
            return new BufAnnotation(path, startLine, startColumn, endLine, endColumn, finding.Rule.Name, finding.Message);
        }
    }

    /// <summary>The two lists hold the same annotations, in whatever order.</summary>
    public static void AssertSame(IEnumerable<BufAnnotation> expected, IEnumerable<BufAnnotation> actual)
    {
        var difference = Difference(expected, actual);
        Assert.True(difference.Length == 0, difference);
    }

    /// <summary>What one list has and the other has not; empty when they hold the same annotations, in whatever order.</summary>
    public static string Difference(IEnumerable<BufAnnotation> expected, IEnumerable<BufAnnotation> actual)
    {
        var difference = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Count(expected, 1);
        Count(actual, -1);
        var missing = difference.Where(entry => entry.Value > 0).Select(entry => entry.Key).ToList();
        var unexpected = difference.Where(entry => entry.Value < 0).Select(entry => entry.Key).ToList();
        return missing.Count + unexpected.Count == 0
            ? ""
            : string.Join('\n', ["buf only:", .. missing.Take(20), "ours only:", .. unexpected.Take(20)]);

        void Count(IEnumerable<BufAnnotation> annotations, int step)
        {
            foreach (var line in annotations.Select(annotation => annotation.ToString()))
            {
                difference[line] = difference.GetValueOrDefault(line) + step;
            }
        }
    }

    /// <summary>buf's 1-based line and column: columns of a terminal, tab stops at four.</summary>
    private static (int Line, int Column) BufPosition(string text, int[] lineStarts, int index)
    {
        var found = Array.BinarySearch(lineStarts, index);
        var line = found >= 0 ? found : ~found - 1;
        var column = 0;
        foreach (var rune in text.AsSpan(lineStarts[line]..index).EnumerateRunes())
        {
            column += rune.Value == '\t' ? BufTabWidth - (column % BufTabWidth) : TerminalWidth(rune);
        }

        return (line + 1, column + 1);
    }

    /// <summary>Marks that join the character before them have no width, East Asian wide characters and emoji have two columns.</summary>
    private static int TerminalWidth(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ when rune.Value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3)
            or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0x1f300 and <= 0x1faff) => 2,
        _ => 1,
    };

    private static int[] LineStarts(string text) =>
        [0, .. Enumerable.Range(0, text.Length).Where(i => text[i] == '\n').Select(i => i + 1)];
}
