using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_VALUE_SAME_NAME: a number keeps every name that it had; it may get aliases.</summary>
internal sealed class EnumValueSameName : BreakingRule
{
    public override string Name => "ENUM_VALUE_SAME_NAME";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Enums)
        {
            var previousByNumber = previous.Values.ToLookup(value => value.Number);
            foreach (var values in current.Values.GroupBy(value => value.Number).Where(values => previousByNumber.Contains(values.Key)))
            {
                CheckNumber([.. previousByNumber[values.Key]], [.. values], report);
            }
        }
    }

    /// <summary>Compares the names of one number; each of its values now is a place to report.</summary>
    private static void CheckNumber(IReadOnlyList<ProtoEnumValue> previous, IReadOnlyList<ProtoEnumValue> current, BreakingReport report)
    {
        var before = NamesOf(previous);
        var after = NamesOf(current);
        if (before.TrueForAll(after.Contains))
        {
            return;
        }

        var what = before.Count > 1 && after.Count > 1 ? "names" : "name";
        foreach (var value in current)
        {
            report(
                value.NumberLocation,
                previous[0].File,
                $"Enum value {Quote(FieldText.Number(value.Number))} on enum {Quote(value.Enum.Name)} changed {what} from {QuoteAll(before)} to {QuoteAll(after)}.");
        }
    }

    private static List<string> NamesOf(IEnumerable<ProtoEnumValue> values) =>
        [.. values.Select(value => value.Name).OrderBy(name => name, StringComparer.Ordinal)];
}
