// Fix of GSDK3003: maps the class, so that its attributes count.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class MappingByDefinitionFix() : UsageCodeFix(UsageIds.MappingByDefinition, "Map the service by its type")
{
    protected override bool CanFix(FixTarget target) =>
        target.Diagnostic.Properties.ContainsKey(MappingByDefinitionRule.Service) &&
        target.Node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments.Count: 1 };

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var invocation = (InvocationExpressionSyntax)target.Node;
        var access = (MemberAccessExpressionSyntax)invocation.Expression;
        var service = SyntaxFactory.ParseTypeName(target.Diagnostic.Properties[MappingByDefinitionRule.Service]!).WithAdditionalAnnotations(Simplifier.Annotation);
        var mapping = SyntaxFactory.GenericName(access.Name.Identifier, SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(service)));
        editor.ReplaceNode(invocation, invocation.WithExpression(access.WithName(mapping)).WithArgumentList(SyntaxFactory.ArgumentList()).WithTriviaFrom(invocation));
    }
}
