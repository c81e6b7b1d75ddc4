// Fix of GSDK3004: takes the second mapping of the same class away.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class DuplicateMappingFix() : UsageCodeFix(UsageIds.DuplicateMapping, "Remove the second mapping")
{
    protected override bool CanFix(FixTarget target) =>
        target.Diagnostic.Properties.ContainsKey(DuplicateMappingRule.SameClass) && Statement(target) is { } statement && statement.IsInList();

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var statement = Statement(target)!;
        editor.RemoveNode(statement.Parent is GlobalStatementSyntax global ? global : statement, SyntaxRemoveOptions.KeepDirectives);
    }

    private static ExpressionStatementSyntax? Statement(FixTarget target) => target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>();
}
