// Fix of GSDK3008: one interceptor per client instead of one per channel.
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
internal sealed class CaptiveDependencyFix() : UsageCodeFix(UsageIds.CaptiveDependency, "Register with InterceptorScope.Client")
{
    protected override bool CanFix(FixTarget target) => target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments.Count: 0 } && Scope(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var argument = SyntaxFactory.Argument($"{editor.NameOf(target, "Grpc.Net.ClientFactory.InterceptorScope")}.Client".AsExpression());
        editor.ReplaceNode(
            target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>()!,
            (current, _) => ((InvocationExpressionSyntax)current).AddArgumentListArguments(argument));
    }

    private static INamedTypeSymbol? Scope(FixTarget target) => target.Model.Compilation.GetTypeByMetadataName("Grpc.Net.ClientFactory.InterceptorScope");
}
