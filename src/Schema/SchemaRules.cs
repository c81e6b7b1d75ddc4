using GrpcSdk.Schema.Catalogue;

namespace GrpcSdk.Schema;

/// <summary>All schema rules: one per lint and breaking rule of buf, except PROTOVALIDATE.</summary>
public static class SchemaRules
{
    private static readonly Dictionary<string, SchemaRule> ByName =
        RuleCatalogue.Rules.ToDictionary(entry => entry.Rule.Name, entry => entry.Rule, StringComparer.Ordinal);

    /// <summary>The rules in the order of their diagnostic ids.</summary>
    public static IReadOnlyList<SchemaRule> All { get; } = [.. RuleCatalogue.Rules.Select(entry => entry.Rule)];

    /// <summary>The rule with buf's id, such as <c>FIELD_NO_DELETE</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such rule.</exception>
    public static SchemaRule Get(string name) => ByName[name];
}
