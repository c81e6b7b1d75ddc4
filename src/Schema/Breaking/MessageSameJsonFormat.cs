namespace GrpcSdk.Schema.Breaking;

/// <summary>MESSAGE_SAME_JSON_FORMAT: a message that supports JSON keeps doing so.</summary>
internal sealed class MessageSameJsonFormat : BreakingRule
{
    public override string Name => "MESSAGE_SAME_JSON_FORMAT";

    public override void Check(BreakingContext context, BreakingReport report) =>
        JsonFormatSupport.Compare(context.Messages, "Message", report);
}
