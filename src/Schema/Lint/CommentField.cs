namespace GrpcSdk.Schema.Lint;

/// <summary>COMMENT_FIELD: fields and extensions are documented. The comment above a group belongs to its message.</summary>
internal sealed class CommentField : LintRule
{
    public override string Name => "COMMENT_FIELD";

    public override void Check(LintContext context, LintReport report)
    {
        DocumentationComment.Require(context.Fields.Where(field => !field.IsMapEntryField && !field.IsGroup), "Field", report);
    }
}
