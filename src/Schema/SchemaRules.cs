using GrpcSdk.Schema.Catalogue;

namespace GrpcSdk.Schema;

/// <summary>All schema rules: one per lint and breaking rule of buf, except PROTOVALIDATE, and our own.</summary>
public static class SchemaRules
{
    private static readonly Dictionary<string, SchemaRule> ByName =
        Everything().ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>The rules in the order of their diagnostic ids.</summary>
    public static IReadOnlyList<SchemaRule> All { get; } = [.. Everything().OrderBy(rule => rule.DiagnosticId, StringComparer.Ordinal)];

    /// <summary>The rule with buf's id, such as <c>FIELD_NO_DELETE</c>, or with the name of an own one.</summary>
    /// <exception cref="KeyNotFoundException">There is no such rule.</exception>
    public static SchemaRule Get(string name) => ByName[name];

    private static IEnumerable<SchemaRule> Everything() => RuleCatalogue.Rules.Select(entry => entry.Rule).Concat(OwnRuleCatalogue.Rules);
}
