namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>Where a rule of buf that is selected reports a change, ours has nothing to add.</summary>
internal static class Repetitions
{
    private static readonly Dictionary<string, string[]> SaidBy = new(StringComparer.Ordinal)
    {
        ["CSHARP_SAME_NAMESPACE"] = ["FILE_SAME_CSHARP_NAMESPACE", "FILE_SAME_PACKAGE"],
        ["CSHARP_SAME_PROPERTY_NAME"] = ["FIELD_SAME_NAME"],
        ["CSHARP_SAME_PROPERTY_TYPE"] = ["FIELD_SAME_TYPE", "FIELD_WIRE_COMPATIBLE_TYPE", "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "FIELD_SAME_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"],
        ["CSHARP_SAME_PRESENCE"] = ["FIELD_SAME_CARDINALITY"],
        ["CSHARP_SAME_ENUM_MEMBER"] = ["ENUM_VALUE_SAME_NAME"],
    };

    /// <summary>The findings without those of ours on whose line a rule of buf says the same.</summary>
    public static IEnumerable<SchemaFinding> Without(IReadOnlyList<SchemaFinding> findings)
    {
        var said = new HashSet<(string Rule, string? File, int? Line)>(findings.Select(finding => (finding.Rule.Name, finding.File, finding.Span?.StartLine)));
        return findings.Where(finding => !SaidBy.TryGetValue(finding.Rule.Name, out var others)
            || !others.Any(other => said.Contains((other, finding.File, finding.Span?.StartLine))));
    }
}
