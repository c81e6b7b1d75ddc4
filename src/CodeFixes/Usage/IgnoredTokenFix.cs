// Fix of GSDK3010: passes the token of the call on. A loop that ends quietly when it sees the cancellation goes on doing so.
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
internal sealed class IgnoredTokenFix() : UsageCodeFix(UsageIds.IgnoredToken, "Pass the token of the call")
{
    protected override bool CanFix(FixTarget target) => Invocation(target) is not null && target.Node.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().All(lambda => !lambda.Modifiers.Any(SyntaxKind.StaticKeyword)) &&
        target.Node.Ancestors().OfType<LocalFunctionStatementSyntax>().All(function => !function.Modifiers.Any(SyntaxKind.StaticKeyword)) &&
        Loops(target).All(loop => QuietEnd.CanCatch(loop, target.Model) && TokenIn(loop, target) is not null);

    protected override void Fix(SyntaxEditor editor, FixTarget target) => Fix(editor, [target]);

    protected override void Fix(SyntaxEditor editor, IReadOnlyList<FixTarget> targets)
    {
        foreach (var target in targets)
        {
            PassToken(editor, target);
        }

        foreach (var loop in targets.SelectMany(target => Loops(target).Select(loop => (Loop: loop, Target: target))).GroupBy(entry => entry.Loop, entry => entry.Target).OrderByDescending(group => group.Key.SpanStart))
        {
            var first = loop.First();
            QuietEnd.Catch(editor, first, loop.Key, TokenIn(loop.Key, first)!, loop.Any(CallsClient));
        }
    }

    private static void PassToken(SyntaxEditor editor, FixTarget target)
    {
        var invocation = Invocation(target)!;
        var argument = SyntaxFactory.Argument(target.Diagnostic.Properties[IgnoredTokenRule.Token]!.AsExpression());
        if (NeedsName(invocation, target))
        {
            var parameter = target.Diagnostic.Properties[IgnoredTokenRule.Parameter]!;
            argument = argument.WithNameColon(SyntaxFactory.NameColon(parameter).WithTrailingTrivia(SyntaxFactory.Space));
        }

        editor.ReplaceNode(invocation, (current, _) => ((InvocationExpressionSyntax)current).AddArgumentListArguments(argument));
    }

    /// <summary>The loops that wait for the call and end quietly: around it, and around the calls of the function that it is in.</summary>
    private static IEnumerable<StatementSyntax> Loops(FixTarget target)
    {
        if (QuietEnd.LoopOf(target.Node) is { } own)
        {
            return [own];
        }

        var function = target.Node.Ancestors().FirstOrDefault(node => node is LocalFunctionStatementSyntax or MethodDeclarationSyntax);
        var name = function switch
        {
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            MethodDeclarationSyntax method when !method.Modifiers.Any(SyntaxKind.OverrideKeyword) => method.Identifier.ValueText,
            _ => null,
        };
        return name is null || function!.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type ? [] : type.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is IdentifierNameSyntax called && called.Identifier.ValueText == name)
            .Select(QuietEnd.LoopOf)
            .OfType<StatementSyntax>()
            .Distinct();
    }

    /// <summary>The token of the call as the function around a loop has it.</summary>
    private static string? TokenIn(StatementSyntax loop, FixTarget target)
    {
        if (loop.Span.Contains(target.Node.Span))
        {
            return target.Diagnostic.Properties[IgnoredTokenRule.Token];
        }

        return loop.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && target.Model.GetDeclaredSymbol(method, target.Cancellation) is { } symbol &&
            GrpcSymbols.For(target.Model.Compilation)?.ContextParameter(symbol) is { } context
                ? context.Name + ".CancellationToken"
                : null;
    }

    private static bool CallsClient(FixTarget target) =>
        target.Model.GetSymbolInfo(Invocation(target)!, target.Cancellation).Symbol is IMethodSymbol method && GrpcSymbols.For(target.Model.Compilation)?.IsClient(method.ContainingType) == true;

    /// <summary>Whether an argument before the token is named or left out.</summary>
    private static bool NeedsName(InvocationExpressionSyntax invocation, FixTarget target)
    {
        var arguments = invocation.ArgumentList.Arguments;
        if (arguments.Any(argument => argument.NameColon is not null) || target.Model.GetSymbolInfo(invocation, target.Cancellation).Symbol is not IMethodSymbol method)
        {
            return true;
        }

        var token = method.Parameters.FirstOrDefault(parameter => parameter.Name == target.Diagnostic.Properties[IgnoredTokenRule.Parameter]);
        return arguments.Count != (token?.Ordinal ?? method.Parameters.Length);
    }

    private static InvocationExpressionSyntax? Invocation(FixTarget target) => target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
}
