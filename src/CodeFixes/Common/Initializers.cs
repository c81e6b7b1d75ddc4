// Adds assignments to an object initializer in the layout that it has.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.CodeFixes.Common;

internal static class Initializers
{
    /// <summary>The creation with more assignments, each from its text.</summary>
    public static ObjectCreationExpressionSyntax With(ObjectCreationExpressionSyntax creation, IEnumerable<string> assignments)
    {
        var initializer = creation.Initializer ?? (InitializerExpressionSyntax)((ObjectCreationExpressionSyntax)"new T { }".AsExpression()).Initializer!.WithLeadingTrivia(SyntaxFactory.Space);
        return creation.WithInitializer(Append(initializer, assignments)).WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    /// <summary>The initializer with more elements: one a line when it has one a line.</summary>
    public static InitializerExpressionSyntax Append(InitializerExpressionSyntax initializer, IEnumerable<string> elements)
    {
        foreach (var element in elements)
        {
            initializer = Append(initializer, Element(element));
        }

        return initializer;
    }

    /// <summary>An element from its text; <c>Items = { a }</c> is one inside of braces only.</summary>
    public static ExpressionSyntax Element(string text) =>
        ((ObjectCreationExpressionSyntax)$"new T {{ {text} }}".AsExpression()).Initializer!.Expressions[0].WithoutTrivia();

    private static InitializerExpressionSyntax Append(InitializerExpressionSyntax initializer, ExpressionSyntax element)
    {
        var nodes = initializer.Expressions.GetWithSeparators();
        if (nodes.Count == 0)
        {
            return initializer.WithExpressions(SyntaxFactory.SingletonSeparatedList(element.WithTrailingTrivia(SyntaxFactory.Space)));
        }

        var endsWithComma = nodes.Last().IsToken;
        var last = initializer.Expressions.Last();
        var isOneALine = initializer.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
        var added = element.WithLeadingTrivia(isOneALine ? initializer.Expressions[0].GetLeadingTrivia() : default);
        if (endsWithComma)
        {
            var trailing = nodes.Last().AsToken();
            return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(nodes.AddRange([added, comma.WithTrailingTrivia(trailing.TrailingTrivia)])));
        }

        var separated = nodes
            .Replace(nodes.Last(), last.WithoutTrailingTrivia())
            .AddRange([comma.WithTrailingTrivia(isOneALine ? last.GetTrailingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.Space)), added.WithTrailingTrivia(last.GetTrailingTrivia())]);
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(separated));
    }
}
