using GrpcSdk.Schema.Ranges;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RESERVED_MESSAGE_NO_DELETE: what a message once reserved stays reserved.</summary>
internal sealed class ReservedMessageNoDelete : BreakingRule
{
    public override string Name => "RESERVED_MESSAGE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var pair in context.Messages)
        {
            var (previous, current) = (pair.Previous.Descriptor, pair.Current.Descriptor);
            DeletedRanges.ReportNumbers(report, pair, TagRanges.ReservedOf(previous), TagRanges.ReservedOf(current), "reserved range", "message", TagRanges.MaxField);
            DeletedRanges.ReportNames(report, pair, previous.ReservedName, current.ReservedName, "message");
        }
    }
}
