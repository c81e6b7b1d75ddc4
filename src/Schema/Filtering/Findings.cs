using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Filtering;

/// <summary>Brings findings into their final form: identical ones once, in a stable order.</summary>
internal static class Findings
{
    /// <summary>The finding of a rule at a place.</summary>
    public static SchemaFinding Create(SchemaRule rule, string message, SourceLocation location) =>
        new(rule, message, location.File?.Name, location.Span);

    /// <summary>Collapses and sorts by file, place, rule and message; findings without a file come first.</summary>
    public static IReadOnlyList<SchemaFinding> Sort(IEnumerable<SchemaFinding> findings)
    {
        var sorted = new List<SchemaFinding>();
        foreach (var inFile in findings.GroupBy(finding => finding.File).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var candidates = inFile.ToList();
            candidates.Sort(Compare);
            sorted.AddRange(candidates.Where((finding, i) => i == 0 || finding != candidates[i - 1]));
        }

        return sorted;
    }

    /// <summary>A total order within a file: what compares as equal is equal, so that the order of equal ones does not matter.</summary>
    private static int Compare(SchemaFinding left, SchemaFinding right)
    {
        var (leftSpan, rightSpan) = (left.Span ?? default, right.Span ?? default);
        return leftSpan.StartLine.CompareTo(rightSpan.StartLine) is not 0 and var startLine ? startLine
            : leftSpan.StartColumn.CompareTo(rightSpan.StartColumn) is not 0 and var startColumn ? startColumn
            : string.CompareOrdinal(left.Rule.Name, right.Rule.Name) is not 0 and var rule ? rule
            : leftSpan.EndLine.CompareTo(rightSpan.EndLine) is not 0 and var endLine ? endLine
            : leftSpan.EndColumn.CompareTo(rightSpan.EndColumn) is not 0 and var endColumn ? endColumn
            : string.CompareOrdinal(left.Message, right.Message) is not 0 and var message ? message
            : left.Span.HasValue.CompareTo(right.Span.HasValue);
    }
}
