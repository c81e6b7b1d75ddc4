namespace GrpcSdk.Schema.Lint;

/// <summary>The implementations of the lint rules.</summary>
internal static class LintRules
{
    public static readonly IReadOnlyList<LintRule> All =
    [
        new EnumFirstValueZero(),
        new EnumZeroValueSuffix(),
    ];
}
