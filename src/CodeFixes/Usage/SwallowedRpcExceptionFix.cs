// Fix of GSDK3024: catches NOT_FOUND where the answer is empty, and CANCELLED where there is none.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class SwallowedRpcExceptionFix() : UsageCodeFix(UsageIds.SwallowedRpcException, "Catch one status code only")
{
    protected override bool CanFix(FixTarget target) => target.Node.FirstAncestorOrSelf<CatchClauseSyntax>() is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var clause = target.Node.FirstAncestorOrSelf<CatchClauseSyntax>()!;
        var declaration = clause.Declaration!;
        var name = declaration.Identifier.IsKind(SyntaxKind.None) ? target.FreeName("exception") : declaration.Identifier.ValueText;
        var code = clause.Block.Statements.Count == 0 ? "Cancelled" : "NotFound";
        var named = declaration
            .WithType(declaration.Type.WithTrailingTrivia(SyntaxFactory.Space))
            .WithIdentifier(SyntaxFactory.Identifier(name))
            .WithTrailingTrivia(SyntaxFactory.Space);
        var filter = SyntaxFactory.CatchFilterClause($"{name}.StatusCode == {editor.NameOf(target, "Grpc.Core.StatusCode")}.{code}".AsExpression())
            .WithWhenKeyword(SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(declaration.GetTrailingTrivia());
        editor.ReplaceNode(clause, (current, _) => ((CatchClauseSyntax)current).WithDeclaration(named).WithFilter(filter));
    }
}
