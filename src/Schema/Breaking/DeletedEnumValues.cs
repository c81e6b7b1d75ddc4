using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds the numbers that an enum has lost.</summary>
internal static class DeletedEnumValues
{
    /// <summary>Each number that is gone, once, with all names that it had and the enum that had it.</summary>
    public static IEnumerable<(IGrouping<int, ProtoEnumValue> Values, ProtoEnum Current)> Of(BreakingContext context)
    {
        foreach (var (previous, current) in context.Enums)
        {
            var numbers = new HashSet<int>(current.Values.Select(value => value.Number));
            foreach (var values in previous.Values.Where(value => !numbers.Contains(value.Number)).GroupBy(value => value.Number))
            {
                yield return (values, current);
            }
        }
    }

    /// <summary>Reports a deletion at the enum.</summary>
    public static void Report(BreakingReport report, IGrouping<int, ProtoEnumValue> values, ProtoEnum current, string how) => report(
        current.Declaration,
        values.First().File,
        $"Previously present enum value {Quote(FieldText.Number(values.Key))} on enum {Quote(current.Name)} was deleted{how}.");
}
