// Fix of GSDK3023: answers with an own status when the dependency fails, and keeps its exception on the server.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class DownstreamPassThroughFix() : UsageCodeFix(UsageIds.DownstreamPassThrough, "Answer with a status of this service")
{
    protected override bool CanFix(FixTarget target) =>
        Statement(target) is ExpressionStatementSyntax or ReturnStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer: not null }] } and { Parent: BlockSyntax };

    protected override void Fix(SyntaxEditor editor, IReadOnlyList<FixTarget> targets)
    {
        foreach (var statement in targets.GroupBy(Statement))
        {
            Fix(editor, statement.First());
        }
    }

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var statement = Statement(target)!;
        var name = target.FreeName("exception");
        var newLine = statement.NewLine();
        var leading = statement.GetLeadingTrivia();
        if (statement is LocalDeclarationStatementSyntax { Declaration: var declaration })
        {
            var variable = declaration.Variables[0];
            var type = target.Model.GetDeclaredSymbol(variable, target.Cancellation) is ILocalSymbol local ? (TypeSyntax)editor.Generator.TypeExpression(local.Type) : declaration.Type;
            var declared = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(type.WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(variable.Identifier.WithoutTrivia()))));
            editor.InsertStatementBefore(statement, declared.WithLeadingTrivia(leading).WithAdditionalAnnotations(Formatter.Annotation));
            var assigned = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(variable.Identifier.ValueText), variable.Initializer!.Value.WithoutTrivia()));
            editor.ReplaceNode(statement, Guard(editor, target, assigned, name, newLine).WithTrailingTrivia(statement.GetTrailingTrivia()));
            return;
        }

        editor.ReplaceNode(statement, Guard(editor, target, statement.WithoutTrivia(), name, newLine).WithLeadingTrivia(leading).WithTrailingTrivia(statement.GetTrailingTrivia()));
    }

    private static StatementSyntax? Statement(FixTarget target) => target.Node.FirstAncestorOrSelf<StatementSyntax>();

    private static StatementSyntax Guard(SyntaxEditor editor, FixTarget target, StatementSyntax statement, string exception, SyntaxTrivia newLine) =>
        $$"""
        try
        {
            {{statement}}
        }
        catch ({{editor.NameOf(target, "Grpc.Core.RpcException")}} {{exception}})
        {
            throw new {{editor.NameOf(target, "Grpc.Core.RpcException")}}(new {{editor.NameOf(target, "Grpc.Core.Status")}}({{editor.NameOf(target, "Grpc.Core.StatusCode")}}.Internal, "A dependency failed.", {{exception}}));
        }
        """.Replace("\n", newLine.ToString()).AsStatement();
}
