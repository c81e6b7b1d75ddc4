// Fix of GSDK3026: a deadline of thirty seconds, to be adjusted.
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
internal sealed class NoDeadlineFix() : UsageCodeFix(UsageIds.NoDeadline, "Set a deadline of 30 seconds")
{
    protected override bool CanFix(FixTarget target) => Arguments(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var deadline = SyntaxFactory.Argument($"{editor.NameOf(target, "System.DateTime")}.UtcNow.AddSeconds(30)".AsExpression())
            .WithNameColon(SyntaxFactory.NameColon("deadline").WithTrailingTrivia(SyntaxFactory.Space));
        editor.ReplaceNode(Arguments(target)!, (current, _) => ((ArgumentListSyntax)current).AddArguments(deadline));
    }

    /// <summary>The arguments of the call, or those of the options that it is given.</summary>
    private static ArgumentListSyntax? Arguments(FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call)
        {
            return null;
        }

        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (target.Model.GetTypeInfo(argument.Expression, target.Cancellation).Type is { Name: "CallOptions" })
            {
                return (argument.Expression as ObjectCreationExpressionSyntax)?.ArgumentList;
            }
        }

        return call.ArgumentList;
    }
}
