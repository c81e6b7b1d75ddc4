using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;

namespace GrpcSdk.Schema.Breaking;

/// <summary>
/// MESSAGE_SAME_REQUIRED_FIELDS: the numbers of required fields stay the same. As in buf, only the keyword of proto2
/// counts, not LEGACY_REQUIRED.
/// </summary>
internal sealed class MessageSameRequiredFields : BreakingRule
{
    public override string Name => "MESSAGE_SAME_REQUIRED_FIELDS";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Messages)
        {
            foreach (var field in RequiredIn(previous, butNotIn: current))
            {
                report(current.Declaration, previous.File, Describe(current, field, "deleted"));
            }

            foreach (var field in RequiredIn(current, butNotIn: previous))
            {
                report(field.Declaration, previous.File, Describe(current, field, "added"));
            }
        }
    }

    private static IEnumerable<ProtoField> RequiredIn(ProtoMessage message, ProtoMessage butNotIn)
    {
        if (!RequiredOf(message).Any())
        {
            return [];
        }

        var others = new HashSet<int>(RequiredOf(butNotIn).Select(field => field.Number));
        return RequiredOf(message).Where(field => !others.Contains(field.Number));
    }

    private static IEnumerable<ProtoField> RequiredOf(ProtoMessage message) =>
        message.Fields.Where(field => field.Descriptor.Label == Label.Required);

    private static string Describe(ProtoMessage message, ProtoField field, string how) =>
        $"Message {Quote(message.Name)} had required field {Quote(FieldText.Number(field.Number))} {how}. Required fields must always be sent, so if one side does not know about the required field, this will result in a breakage.";
}
