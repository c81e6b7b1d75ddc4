using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Our engine's findings in buf's form, so that the two can be compared word for word.</summary>
internal static class Differential
{
    private const int BufTabWidth = 4;

    /// <summary>Findings as buf would print them for files of a module's root.</summary>
    public static IReadOnlyList<BufAnnotation> ToBuf(IEnumerable<SchemaFinding> findings, string root)
    {
        var texts = new Dictionary<string, (string Text, ProtoText Map)>();
        return [.. findings.Select(ToAnnotation)];

        BufAnnotation ToAnnotation(SchemaFinding finding)
        {
            if (finding.File is null || finding.Span is null)
            {
                return new BufAnnotation(finding.File, finding.File is null ? 0 : 1, finding.File is null ? 0 : 1, finding.File is null ? 0 : 1, finding.File is null ? 0 : 1, finding.Rule.Name, finding.Message);
            }

            if (!texts.TryGetValue(finding.File, out var text))
            {
                var content = File.ReadAllText(Path.Combine(root, finding.File));
                texts.Add(finding.File, text = (content, new ProtoText(content)));
            }

            var range = text.Map.Locate(finding);
            var (startLine, startColumn) = BufPosition(text.Text, range.Start);
            var (endLine, endColumn) = BufPosition(text.Text, range.End);
            return new BufAnnotation(finding.File, startLine, startColumn, endLine, endColumn, finding.Rule.Name, finding.Message);
        }
    }

    /// <summary>The two lists hold the same annotations, in whatever order.</summary>
    public static void AssertSame(IEnumerable<BufAnnotation> expected, IEnumerable<BufAnnotation> actual)
    {
        var missing = expected.Select(a => a.ToString()).ToList();
        var unexpected = new List<string>();
        foreach (var line in actual.Select(a => a.ToString()))
        {
            if (!missing.Remove(line))
            {
                unexpected.Add(line);
            }
        }

        if (missing.Count + unexpected.Count > 0)
        {
            Assert.Fail(string.Join('\n', ["buf only:", .. missing.Order().Take(20), "ours only:", .. unexpected.Order().Take(20)]));
        }
    }

    /// <summary>buf's 1-based line and column: characters, tab stops at four.</summary>
    private static (int Line, int Column) BufPosition(string text, int index)
    {
        var (line, column) = (1, 0);
        for (var i = 0; i < index; i++)
        {
            switch (text[i])
            {
                case '\n':
                    (line, column) = (line + 1, 0);
                    break;
                case '\t':
                    column += BufTabWidth - (column % BufTabWidth);
                    break;
                default:
                    column += char.IsLowSurrogate(text[i]) ? 0 : 1;
                    break;
            }
        }

        return (line, column + 1);
    }
}
