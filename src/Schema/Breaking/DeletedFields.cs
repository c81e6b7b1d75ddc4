using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds the fields that a message has lost. Extensions do not count: their message did not declare them.</summary>
internal static class DeletedFields
{
    /// <summary>Each field whose number is gone, with the message that had it.</summary>
    public static IEnumerable<(ProtoField Field, ProtoMessage Current)> Of(BreakingContext context)
    {
        foreach (var (previous, current) in context.Messages)
        {
            var numbers = new HashSet<int>(current.Fields.Select(field => field.Number));
            foreach (var field in previous.Fields.Where(field => !numbers.Contains(field.Number)))
            {
                yield return (field, current);
            }
        }
    }

    /// <summary>Reports a deletion at the message.</summary>
    public static void Report(BreakingReport report, ProtoField field, ProtoMessage current, string how) => report(
        current.Declaration,
        field.File,
        $"Previously present field {Quote(FieldText.Number(field.Number))} with name {Quote(field.Name)} on message {Quote(current.Name)} was deleted{how}.");
}
