// Fix of GSDK3018, in loops: makes the channel once, before the loop.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class ChannelPerCallFix() : UsageCodeFix(UsageIds.ChannelPerCall, "Make the channel before the loop")
{
    protected override bool CanFix(FixTarget target) => Move(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var (declaration, loop) = Move(target)!.Value;
        editor.RemoveNode(declaration, SyntaxRemoveOptions.KeepDirectives);
        editor.InsertStatementBefore(loop, declaration.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>A declaration directly in the body of a loop that statements can be put before.</summary>
    private static (LocalDeclarationStatementSyntax Declaration, StatementSyntax Loop)? Move(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { Parent: BlockSyntax { Parent: StatementSyntax loop } } declaration &&
        loop is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && loop.IsInList()
            ? (declaration, loop)
            : null;
}
