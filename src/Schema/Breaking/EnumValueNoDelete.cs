namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_VALUE_NO_DELETE: a number of an enum stays, under whatever name.</summary>
internal sealed class EnumValueNoDelete : BreakingRule
{
    public override string Name => "ENUM_VALUE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (deleted, current) in DeletedEnumValues.Of(context))
        {
            foreach (var values in deleted)
            {
                DeletedEnumValues.Report(report, values, current, "");
            }
        }
    }
}
