namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_SAME_JSON_FORMAT: an enum that supports JSON keeps doing so.</summary>
internal sealed class EnumSameJsonFormat : BreakingRule
{
    public override string Name => "ENUM_SAME_JSON_FORMAT";

    public override void Check(BreakingContext context, BreakingReport report) =>
        JsonFormatSupport.Compare(context.Enums, "Enum", report);
}
