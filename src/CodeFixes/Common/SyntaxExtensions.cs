// Small helpers for building and finding C# syntax.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Common;

internal static class SyntaxExtensions
{
    /// <summary>An expression from its text.</summary>
    public static ExpressionSyntax AsExpression(this string text) => SyntaxFactory.ParseExpression(text);

    /// <summary>A statement from its text, to be laid out where it is inserted.</summary>
    public static StatementSyntax AsStatement(this string text) =>
        SyntaxFactory.ParseStatement(text).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary><c>await</c> before the expression, in parentheses where precedence asks for them.</summary>
    public static ExpressionSyntax Awaited(this ExpressionSyntax expression)
    {
        var operand = expression.WithoutTrivia();
        if (operand is BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or SwitchExpressionSyntax)
        {
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        }

        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), operand).WithTriviaFrom(expression);
    }

    /// <summary>The statements of the block or of the top level that hold <paramref name="statement"/>.</summary>
    public static IEnumerable<StatementSyntax> Siblings(this StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.AsEnumerable(),
        SwitchSectionSyntax section => section.Statements.AsEnumerable(),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement),
        _ => Enumerable.Empty<StatementSyntax>(),
    };

    /// <summary>Whether statements can be added before and after this one.</summary>
    public static bool IsInList(this StatementSyntax statement) => statement.Parent is BlockSyntax or GlobalStatementSyntax;

    /// <summary>How the lines of the document end.</summary>
    public static SyntaxTrivia NewLine(this SyntaxNode node) =>
        node.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : SyntaxFactory.LineFeed;

    /// <summary>A name that nothing in scope has.</summary>
    public static string FreeName(this FixTarget target, string name, ISet<string>? taken = null)
    {
        var member = target.Node.AncestorsAndSelf().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? target.Node.SyntaxTree.GetRoot(target.Cancellation);
        var used = new HashSet<string>(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        var candidate = name;
        for (var suffix = 1; used.Contains(candidate) || taken?.Contains(candidate) == true; suffix++)
        {
            candidate = name + suffix.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        taken?.Add(candidate);
        return candidate;
    }
}
