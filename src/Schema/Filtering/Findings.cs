namespace GrpcSdk.Schema.Filtering;

/// <summary>Turns annotations into findings: identical ones once, in a stable order.</summary>
internal static class Findings
{
    /// <summary>Collapses and sorts by file, place, rule and message; findings without a file come first.</summary>
    public static IReadOnlyList<SchemaFinding> From(IEnumerable<Annotation> annotations) =>
    [
        .. annotations
            .Select(annotation => new SchemaFinding(
                annotation.Rule, annotation.Message, annotation.Location.File?.Name, annotation.Location.Span))
            .Distinct()
            .OrderBy(finding => finding.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Span?.StartLine ?? 0)
            .ThenBy(finding => finding.Span?.StartColumn ?? 0)
            .ThenBy(finding => finding.Rule.Name, StringComparer.Ordinal)
            .ThenBy(finding => finding.Span?.EndLine ?? 0)
            .ThenBy(finding => finding.Span?.EndColumn ?? 0)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal),
    ];
}
