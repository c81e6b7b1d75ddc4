// Fix of GSDK3010: passes the token of the call on.
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
internal sealed class IgnoredTokenFix() : UsageCodeFix(UsageIds.IgnoredToken, "Pass the token of the call")
{
    protected override bool CanFix(FixTarget target) => Invocation(target) is not null && target.Node.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().All(lambda => !lambda.Modifiers.Any(SyntaxKind.StaticKeyword)) &&
        target.Node.Ancestors().OfType<LocalFunctionStatementSyntax>().All(function => !function.Modifiers.Any(SyntaxKind.StaticKeyword));

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var invocation = Invocation(target)!;
        var parameter = target.Diagnostic.Properties[IgnoredTokenRule.Parameter]!;
        var token = target.Diagnostic.Properties[IgnoredTokenRule.Token]!.AsExpression();
        var argument = SyntaxFactory.Argument(token);
        if (NeedsName(invocation, target))
        {
            argument = argument.WithNameColon(SyntaxFactory.NameColon(parameter).WithTrailingTrivia(SyntaxFactory.Space));
        }

        editor.ReplaceNode(invocation, (current, _) => ((InvocationExpressionSyntax)current).AddArgumentListArguments(argument));
    }

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
