// Fix of GSDK3001: the same time in UTC.
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
internal sealed class LocalDeadlineFix() : UsageCodeFix(UsageIds.LocalDeadline, "Use UTC")
{
    protected override bool CanFix(FixTarget target) => Replacement(target.Node) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target) => editor.ReplaceNode(target.Node, (current, _) => (SyntaxNode?)Replacement(current) ?? current);

    private static ExpressionSyntax? Replacement(SyntaxNode node)
    {
        switch (node)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToLocalTime" } local }:
                return local.Expression.WithTrailingTrivia(node.GetTrailingTrivia());
            case MemberAccessExpressionSyntax access:
                var name = access.Name.Identifier.ValueText switch
                {
                    "Now" => "UtcNow",
                    "Today" => "UtcNow.Date",
                    "DateTime" or "LocalDateTime" => "UtcDateTime",
                    "Date" => "UtcDateTime.Date",
                    _ => null,
                };
                return name is null ? null : $"{access.Expression.WithoutTrivia()}.{name}".AsExpression().WithTriviaFrom(node);
            default:
                return null;
        }
    }
}
