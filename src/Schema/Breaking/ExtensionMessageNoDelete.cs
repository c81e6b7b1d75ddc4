using GrpcSdk.Schema.Ranges;

namespace GrpcSdk.Schema.Breaking;

/// <summary>EXTENSION_MESSAGE_NO_DELETE: numbers that a message left to extensions stay theirs.</summary>
internal sealed class ExtensionMessageNoDelete : BreakingRule
{
    public override string Name => "EXTENSION_MESSAGE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var pair in context.Messages)
        {
            var (previous, current) = (pair.Previous.Descriptor, pair.Current.Descriptor);
            DeletedRanges.ReportNumbers(report, pair, TagRanges.ExtensionsOf(previous), TagRanges.ExtensionsOf(current), "extension range", "message", TagRanges.MaxField);
        }
    }
}
