using GrpcSdk.Schema.Ranges;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RESERVED_ENUM_NO_DELETE: what an enum once reserved stays reserved.</summary>
internal sealed class ReservedEnumNoDelete : BreakingRule
{
    public override string Name => "RESERVED_ENUM_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var pair in context.Enums)
        {
            var (previous, current) = (pair.Previous.Descriptor, pair.Current.Descriptor);
            DeletedRanges.ReportNumbers(report, pair, TagRanges.ReservedOf(previous), TagRanges.ReservedOf(current), "reserved range", "enum", TagRanges.MaxEnumValue);
            DeletedRanges.ReportNames(report, pair, previous.ReservedName, current.ReservedName, "enum");
        }
    }
}
