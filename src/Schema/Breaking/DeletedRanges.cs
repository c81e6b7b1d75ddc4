using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using GrpcSdk.Schema.Ranges;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds reserved names, and numbers of ranges, that are no longer there.</summary>
internal static class DeletedRanges
{
    /// <summary>Reports each previous range of which the current ranges together lack a part.</summary>
    /// <param name="report">Where to report.</param>
    /// <param name="pair">The message or enum.</param>
    /// <param name="previous">Its ranges before.</param>
    /// <param name="current">Its ranges now.</param>
    /// <param name="what">Such as <c>reserved range</c>.</param>
    /// <param name="kind"><c>message</c> or <c>enum</c>.</param>
    /// <param name="max">The number that is shown as <c>max</c>.</param>
    public static void ReportNumbers<T>(
        BreakingReport report, Pair<T> pair, IReadOnlyList<TagRange> previous, IReadOnlyList<TagRange> current, string what, string kind, int max)
        where T : ProtoElement
    {
        if (previous.Count == 0)
        {
            return;
        }

        var held = TagRanges.Collapse(current);
        foreach (var range in previous)
        {
            var missing = TagRanges.Missing(range, held);
            if (missing.Count > 0)
            {
                report(
                    pair.Current.Declaration,
                    pair.Previous.File,
                    $"Previously present {what} {Quote(range.ToText(max))} on {kind} {Quote(pair.Current.Name)} is missing values: {string.Join(", ", missing.Select(part => part.ToText(max)))} were removed.");
            }
        }
    }

    /// <summary>Reports each previously reserved name that is not reserved any more.</summary>
    public static void ReportNames<T>(
        BreakingReport report, Pair<T> pair, IReadOnlyList<string> previous, IEnumerable<string> current, string kind)
        where T : ProtoElement
    {
        if (previous.Count == 0)
        {
            return;
        }

        var reserved = new HashSet<string>(current, StringComparer.Ordinal);
        foreach (var name in previous.Where(name => !reserved.Contains(name)))
        {
            report(pair.Current.Declaration, pair.Previous.File, $"Previously present reserved name {Quote(name)} on {kind} {Quote(pair.Current.Name)} was deleted.");
        }
    }
}
