namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_ENUM: enums are documented.</summary>
internal sealed class CommentEnum : LintRule
{
    public override string Name => "COMMENT_ENUM";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Enums, "Enum", report);
    }
}
