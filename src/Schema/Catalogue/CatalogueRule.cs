namespace GrpcSdk.Schema.Catalogue;

/// <summary>A rule and its categories.</summary>
internal sealed record CatalogueRule(SchemaRule Rule, RuleCategories Categories);

/// <summary>A name without findings of its own: deprecated in buf, or not implemented here.</summary>
internal sealed record CatalogueAlias(SchemaRuleKind Kind, string Name, RuleCategories Categories, IReadOnlyList<string> StandsFor);

/// <summary>Categories, divided by spaces, per version of buf.yaml; <see langword="null"/> where the rule is unknown.</summary>
internal sealed record RuleCategories(string? V1Beta1, string? V1, string? V2)
{
    /// <summary>The mark of a rule that runs without a <c>use</c>.</summary>
    public const string DefaultMark = "*";

    /// <summary>The categories in a version, the default mark among them; <see langword="null"/> when it is unknown there.</summary>
    public string[]? In(BufVersion version) => (version switch
    {
        BufVersion.V1Beta1 => V1Beta1,
        BufVersion.V1 => V1,
        _ => V2,
    })?.Split([' '], StringSplitOptions.RemoveEmptyEntries);
}
