using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds the fields that a message has lost. Extensions do not count: their message did not declare them.</summary>
internal static class DeletedFields
{
    /// <summary>The fields whose numbers are gone, for each message that lost some, with the message as it is now.</summary>
    public static IEnumerable<(IReadOnlyList<ProtoField> Fields, ProtoMessage Current)> Of(BreakingContext context)
    {
        foreach (var (previous, current) in context.Messages)
        {
            var deleted = Pairs.Deleted(previous.Fields, current.Fields, field => field.Number);
            if (deleted.Count > 0)
            {
                yield return (deleted, current);
            }
        }
    }

    /// <summary>Reports a deletion at the message.</summary>
    public static void Report(BreakingReport report, ProtoField field, ProtoMessage current, string how) => report(
        current.Declaration,
        field.File,
        $"Previously present field {Quote(FieldText.Number(field.Number))} with name {Quote(field.Name)} on message {Quote(current.Name)} was deleted{how}.");
}
