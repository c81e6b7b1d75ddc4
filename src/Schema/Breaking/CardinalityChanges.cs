using GrpcSdk.Schema.Features;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds fields whose cardinality is not equivalent to what it was.</summary>
internal static class CardinalityChanges
{
    /// <summary>Reports them. Key and value of a map have no cardinality of their own.</summary>
    /// <param name="context">Both schemas.</param>
    /// <param name="report">Where to report.</param>
    /// <param name="equivalent">Gives equivalent cardinalities the same value.</param>
    public static void Report(BreakingContext context, BreakingReport report, Func<Cardinality, Cardinality> equivalent)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (FieldCardinality.Of(previous), FieldCardinality.Of(current));
            if (equivalent(before) != equivalent(after) && !(previous.IsMapEntryField && current.IsMapEntryField))
            {
                report(
                    current.Declaration,
                    previous.File,
                    $"{FieldText.Describe(current)} changed cardinality from {Quote(before.ToText())} to {Quote(after.ToText())}.");
            }
        }
    }
}
