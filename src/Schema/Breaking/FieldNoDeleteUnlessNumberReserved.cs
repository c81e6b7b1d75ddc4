using GrpcSdk.Schema.Ranges;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED: a deleted field's number is reserved, so that nobody reuses it.</summary>
internal sealed class FieldNoDeleteUnlessNumberReserved : BreakingRule
{
    public override string Name => "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (fields, current) in DeletedFields.Of(context))
        {
            var reserved = TagRanges.Collapse(TagRanges.ReservedOf(current.Descriptor));
            foreach (var field in fields.Where(field => !TagRanges.Hold(reserved, field.Number)))
            {
                DeletedFields.Report(report, field, current, $" without reserving the number {Quote(FieldText.Number(field.Number))}");
            }
        }
    }
}
