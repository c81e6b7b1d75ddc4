using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds the numbers that an enum has lost.</summary>
internal static class DeletedEnumValues
{
    /// <summary>
    /// The numbers that are gone, with all names that each had, for each enum that lost some, with the enum as it is now.
    /// </summary>
    public static IEnumerable<(IEnumerable<IGrouping<int, ProtoEnumValue>> Deleted, ProtoEnum Current)> Of(BreakingContext context)
    {
        foreach (var (previous, current) in context.Enums)
        {
            var deleted = Pairs.Deleted(previous.Values, current.Values, value => value.Number);
            if (deleted.Count > 0)
            {
                yield return (deleted.GroupBy(value => value.Number), current);
            }
        }
    }

    /// <summary>Reports a deletion at the enum.</summary>
    public static void Report(BreakingReport report, IGrouping<int, ProtoEnumValue> values, ProtoEnum current, string how) => report(
        current.Declaration,
        values.First().File,
        $"Previously present enum value {Quote(FieldText.Number(values.Key))} on enum {Quote(current.Name)} was deleted{how}.");
}
