namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_ENUM_VALUE: enum values are documented.</summary>
internal sealed class CommentEnumValue : LintRule
{
    public override string Name => "COMMENT_ENUM_VALUE";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Enums.SelectMany(e => e.Values), "Enum value", report);
    }
}
