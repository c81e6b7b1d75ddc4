// Turns a method that returns a task into an async one: its returns await what they handed out before.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Common;

internal static class AsyncMethod
{
    public static bool IsAsync(MethodDeclarationSyntax method) => method.Modifiers.Any(SyntaxKind.AsyncKeyword);

    /// <summary>The method with <c>async</c>, and <c>return task;</c> as <c>return await task;</c> or <c>await task;</c>.</summary>
    public static MethodDeclarationSyntax Make(MethodDeclarationSyntax method)
    {
        if (IsAsync(method))
        {
            return method;
        }

        var hasResult = method.ReturnType is GenericNameSyntax or QualifiedNameSyntax { Right: GenericNameSyntax };
        var rewritten = (MethodDeclarationSyntax)new ReturnRewriter(hasResult).Visit(method);
        if (rewritten.ExpressionBody is { } arrow)
        {
            rewritten = rewritten.WithExpressionBody(arrow.WithExpression(ReturnRewriter.Result(arrow.Expression) ?? arrow.Expression.Awaited()));
        }

        return rewritten.AddModifiers(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));
    }

    private sealed class ReturnRewriter(bool hasResult) : CSharpSyntaxRewriter
    {
        private static readonly SyntaxAnnotation Spliced = new("spliced");

        /// <summary><c>value</c> of <c>Task.FromResult(value)</c>.</summary>
        public static ExpressionSyntax? Result(ExpressionSyntax expression) =>
            expression is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" }, Name.Identifier.ValueText: "FromResult" },
                ArgumentList.Arguments: [var argument],
            }
                ? argument.Expression.WithTriviaFrom(expression)
                : null;

        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
        {
            if (node.Expression is not { } expression || expression is AwaitExpressionSyntax)
            {
                return node;
            }

            if (hasResult)
            {
                return node.WithExpression(Result(expression) ?? expression.Awaited());
            }

            var isLast = IsLast(node);
            if (expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" }, Name.Identifier.ValueText: "CompletedTask" })
            {
                return SyntaxFactory.ReturnStatement().WithTriviaFrom(node);
            }

            var awaited = SyntaxFactory.ExpressionStatement(expression.WithoutTrivia().Awaited(), node.SemicolonToken).WithLeadingTrivia(node.GetLeadingTrivia());
            return isLast
                ? awaited
                : SyntaxFactory.Block(awaited, "return;".AsStatement()).WithAdditionalAnnotations(Spliced, Formatter.Annotation);
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var block = (BlockSyntax)base.VisitBlock(node)!;
            return block.Statements.Any(statement => statement.HasAnnotation(Spliced))
                ? block.WithStatements(SyntaxFactory.List(block.Statements.SelectMany(statement =>
                    statement is BlockSyntax inner && inner.HasAnnotation(Spliced) ? inner.Statements : SyntaxFactory.SingletonList(statement))))
                : block;
        }

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

        /// <summary>Whether control leaves the method after the statement anyway.</summary>
        private static bool IsLast(SyntaxNode node) => node.Parent switch
        {
            BlockSyntax block => block.Statements.Last(statement => statement is not LocalFunctionStatementSyntax) == node && IsLast(block),
            MethodDeclarationSyntax => true,
            TryStatementSyntax or IfStatementSyntax or UsingStatementSyntax or CatchClauseSyntax or ElseClauseSyntax or LockStatementSyntax => IsLast(node.Parent),
            _ => false,
        };
    }
}
