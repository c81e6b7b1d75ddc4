// Keeps the end of a loop as it was when an await in it learns to be cancelled: a loop that looks at the token ends without
// an exception, and so must it when the token comes while it waits.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Common;

internal static class QuietEnd
{
    private const string Property = "IsCancellationRequested";

    /// <summary>The outermost loop around the node that ends when it sees the cancellation; null when none does.</summary>
    public static StatementSyntax? LoopOf(SyntaxNode node) => node.Ancestors()
        .TakeWhile(parent => parent is not (MemberDeclarationSyntax and not GlobalStatementSyntax or LocalFunctionStatementSyntax))
        .OfType<StatementSyntax>()
        .LastOrDefault(EndsQuietly);

    /// <summary>Whether the loop can be caught as a whole: it holds no <c>yield</c>, nothing counts on leaving it by a return only, and it assigns nothing that is first used after it.</summary>
    public static bool CanCatch(StatementSyntax loop, SemanticModel model)
    {
        if (loop.DescendantNodes(Within).Any(node => node is YieldStatementSyntax))
        {
            return false;
        }

        var flow = model.AnalyzeDataFlow(loop);
        var isAssigned = flow is { Succeeded: true } && flow.DefinitelyAssignedOnExit.Except(flow.DefinitelyAssignedOnEntry, SymbolEqualityComparer.Default)
            .Any(symbol => !symbol.Locations.Any(location => loop.Span.Contains(location.SourceSpan)));
        return !isAssigned && (model.AnalyzeControlFlow(loop) is { Succeeded: true, EndPointIsReachable: true } || ReturnsNothing(loop, model));
    }

    /// <summary>Catches what the cancellation throws in the loop.</summary>
    /// <param name="editor">The editor.</param>
    /// <param name="target">What is fixed.</param>
    /// <param name="loop">A loop that <see cref="CanCatch"/>.</param>
    /// <param name="token">What has been cancelled then: an expression with <c>IsCancellationRequested</c>.</param>
    /// <param name="callsClient">An RPC fails with its own exception when it is cancelled.</param>
    public static void Catch(SyntaxEditor editor, FixTarget target, StatementSyntax loop, string token, bool callsClient)
    {
        var cancelled = editor.NameOf(target, "System.OperationCanceledException");
        string clause;
        if (callsClient)
        {
            var name = target.FreeName("exception");
            clause = $"catch ({editor.NameOf(target, "System.Exception")} {name}) when ({token}.{Property} && {name} is {cancelled} or {editor.NameOf(target, "Grpc.Core.RpcException")} {{ StatusCode: {editor.NameOf(target, "Grpc.Core.StatusCode")}.Cancelled }})";
        }
        else
        {
            clause = $"catch ({cancelled}) when ({token}.{Property})";
        }

        var newLine = loop.NewLine().ToString();
        editor.ReplaceNode(loop, (current, _) =>
            $$"""
            try
            {
                {{current.WithoutTrivia()}}
            }
            {{clause}}
            {
                // The loop has ended, as its condition says.
            }
            """.Replace("\r\n", "\n").Replace("\n", newLine).AsStatement().WithLeadingTrivia(current.GetLeadingTrivia()).WithTrailingTrivia(current.GetTrailingTrivia()));
    }

    private static bool EndsQuietly(StatementSyntax statement) => statement switch
    {
        WhileStatementSyntax loop => Asks(loop.Condition) || LeavesWhenAsked(loop.Statement),
        DoStatementSyntax loop => Asks(loop.Condition) || LeavesWhenAsked(loop.Statement),
        ForStatementSyntax loop => Asks(loop.Condition) || LeavesWhenAsked(loop.Statement),
        CommonForEachStatementSyntax loop => LeavesWhenAsked(loop.Statement),
        _ => false,
    };

    private static bool Asks(ExpressionSyntax? condition) =>
        condition?.DescendantNodesAndSelf().Any(node => node is SimpleNameSyntax { Identifier.ValueText: Property }) == true;

    /// <summary><c>if (token.IsCancellationRequested) { break; }</c>, or a return.</summary>
    private static bool LeavesWhenAsked(StatementSyntax body) => body.DescendantNodes(Within).OfType<IfStatementSyntax>().Any(check =>
        Asks(check.Condition) && check.Statement.DescendantNodesAndSelf().Any(node => node is BreakStatementSyntax or ReturnStatementSyntax));

    private static bool Within(SyntaxNode node) => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    /// <summary>The function around the loop may end anywhere.</summary>
    private static bool ReturnsNothing(SyntaxNode loop, SemanticModel model)
    {
        foreach (var parent in loop.Ancestors())
        {
            switch (parent)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return model.GetSymbolInfo(lambda).Symbol is IMethodSymbol function && IsEmpty(function);
                case LocalFunctionStatementSyntax or MethodDeclarationSyntax:
                    return model.GetDeclaredSymbol(parent) is IMethodSymbol method && IsEmpty(method);
            }
        }

        return false;
    }

    private static bool IsEmpty(IMethodSymbol method) => method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
}
