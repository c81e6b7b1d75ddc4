namespace GrpcSdk.Schema.Breaking;

/// <summary>The implementations of the breaking rules.</summary>
internal static class BreakingRules
{
    public static readonly IReadOnlyList<BreakingRule> All =
    [
        new EnumValueNoDeleteUnlessNameReserved(),
        new EnumValueNoDeleteUnlessNumberReserved(),
        new FieldNoDeleteUnlessNameReserved(),
        new FieldNoDeleteUnlessNumberReserved(),
        new FieldSameName(),
        new FieldSameType(),
        new ReservedEnumNoDelete(),
        new ReservedMessageNoDelete(),
    ];
}
