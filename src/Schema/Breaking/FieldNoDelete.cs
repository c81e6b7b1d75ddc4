namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_NO_DELETE: a field number of a message stays, under whatever name.</summary>
internal sealed class FieldNoDelete : BreakingRule
{
    public override string Name => "FIELD_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (fields, current) in DeletedFields.Of(context))
        {
            foreach (var field in fields)
            {
                DeletedFields.Report(report, field, current, "");
            }
        }
    }
}
