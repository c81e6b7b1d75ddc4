namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_ONEOF: oneofs are documented.</summary>
internal sealed class CommentOneof : LintRule
{
    public override string Name => "COMMENT_ONEOF";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Messages.SelectMany(message => message.Oneofs).Where(oneof => !oneof.IsSynthetic), "Oneof", report);
    }
}
