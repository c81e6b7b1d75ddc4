// Fix of GSDK3025: awaits instead, and makes the handler async where it is not.
using System.Composition;
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class BlockingFix() : UsageCodeFix(UsageIds.Blocking, "Await instead")
{
    protected override bool CanFix(FixTarget target) =>
        target.Node is ExpressionSyntax expression && Method(target) is not null && Waited(expression, Context(target)) is not null && CanAwait(target.Node);

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var context = Context(target);
        var task = editor.NameOf(target, "System.Threading.Tasks.Task");
        editor.ReplaceNode(target.Node, (current, _) => Awaited((ExpressionSyntax)current, context, task, NeedsParentheses(target.Node)));
        var function = target.Node.Ancestors().First(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax);
        if (function is MethodDeclarationSyntax method && !AsyncMethod.IsAsync(method))
        {
            editor.ReplaceNode(method, (current, _) => AsyncMethod.Make((MethodDeclarationSyntax)current));
        }
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax blocking, string? context, string task, bool inParentheses)
    {
        var awaited = Waited(blocking, context, task)!.WithTriviaFrom(blocking).Awaited();
        return inParentheses ? SyntaxFactory.ParenthesizedExpression(awaited.WithoutTrivia()).WithTriviaFrom(blocking) : awaited;
    }

    /// <summary>The task to await in place of the expression that blocks.</summary>
    private static ExpressionSyntax? Waited(ExpressionSyntax blocking, string? context, string task = "Task")
    {
        if (blocking is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result)
        {
            return result.Expression;
        }

        if (blocking is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            return null;
        }

        switch (access.Name.Identifier.ValueText)
        {
            case "Wait":
                return call.ArgumentList.Arguments.Count == 0 ? access.Expression : null;
            case "GetResult":
                return access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } ? awaiter.Expression : null;
            case "Sleep":
                return context is null ? null : $"{task}.Delay({call.ArgumentList.Arguments}, {context}.CancellationToken)".AsExpression();
            case "WaitAll":
                return call.Parent is ExpressionStatementSyntax ? call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("WhenAll"))) : null;
            case "WaitAny":
                return call.Parent is ExpressionStatementSyntax ? call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("WhenAny"))) : null;
            default:
                return call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(access.Name.Identifier.ValueText + "Async")));
        }
    }

    /// <summary>In the method itself or in something async, and not under a lock.</summary>
    private static bool CanAwait(SyntaxNode node)
    {
        foreach (var parent in node.Ancestors())
        {
            switch (parent)
            {
                case LockStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax:
                    return true;
            }
        }

        return false;
    }

    private static bool NeedsParentheses(SyntaxNode node) =>
        node.Parent is MemberAccessExpressionSyntax access && access.Expression == node || node.Parent is ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax;

    private static MethodDeclarationSyntax? Method(FixTarget target) => target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();

    private static string? Context(FixTarget target) =>
        Method(target) is { } method && target.Model.GetDeclaredSymbol(method, target.Cancellation) is { } symbol
            ? GrpcSymbols.For(target.Model.Compilation)?.ContextParameter(symbol)?.Name
            : null;
}
