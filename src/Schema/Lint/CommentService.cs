namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_SERVICE: services are documented.</summary>
internal sealed class CommentService : LintRule
{
    public override string Name => "COMMENT_SERVICE";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Services, "Service", report);
    }
}
