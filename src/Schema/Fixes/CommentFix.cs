using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Adds a stub above what has no comment, marked as work to do.</summary>
internal sealed class CommentFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } =
        ["COMMENT_ENUM", "COMMENT_ENUM_VALUE", "COMMENT_FIELD", "COMMENT_MESSAGE", "COMMENT_ONEOF", "COMMENT_RPC", "COMMENT_SERVICE"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding) =>
        context.Declared<ProtoElement>(finding) is { } element
            ? Of(finding, "Add a comment to fill in", [context.SourceOf(element.File.Name)!.InsertLineAbove(element.Declaration, $"// TODO: Describe {Words(element)}.")])
            : null;

    private static string Words(ProtoElement element) => StringCase.LowerSnake(element.Name).Replace('_', ' ');
}
