using GrpcSdk.Schema.Ranges;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED: a deleted value's number is reserved.</summary>
internal sealed class EnumValueNoDeleteUnlessNumberReserved : BreakingRule
{
    public override string Name => "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (deleted, current) in DeletedEnumValues.Of(context))
        {
            var reserved = TagRanges.Collapse(TagRanges.ReservedOf(current.Descriptor));
            foreach (var values in deleted.Where(values => !TagRanges.Hold(reserved, values.Key)))
            {
                DeletedEnumValues.Report(report, values, current, $" without reserving the number {Quote(FieldText.Number(values.Key))}");
            }
        }
    }
}
