namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_MESSAGE: messages are documented.</summary>
internal sealed class CommentMessage : LintRule
{
    public override string Name => "COMMENT_MESSAGE";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Messages.Where(message => !message.IsMapEntry), "Message", report);
    }
}
