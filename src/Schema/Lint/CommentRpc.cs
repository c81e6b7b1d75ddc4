namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_RPC: RPCs are documented.</summary>
internal sealed class CommentRpc : LintRule
{
    public override string Name => "COMMENT_RPC";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Methods, "RPC", report);
    }
}
