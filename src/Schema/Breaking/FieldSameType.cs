namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_TYPE: same kind, and for messages and enums the same type.</summary>
internal sealed class FieldSameType : BreakingRule
{
    public override string Name => "FIELD_SAME_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            if (FieldType.KindOf(previous) != FieldType.KindOf(current))
            {
                FieldTypeReport.KindChanged(report, previous, current);
            }
            else if (FieldType.IsNamed(FieldType.KindOf(current)) && previous.TypeName != current.TypeName)
            {
                FieldTypeReport.NameChanged(report, previous, current);
            }
        }
    }
}
