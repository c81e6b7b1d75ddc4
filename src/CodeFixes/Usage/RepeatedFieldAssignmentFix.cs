// Fix of the compiler's CS0200 for repeated and map fields, which have no setter: adds to them instead.
using System.Composition;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class RepeatedFieldAssignmentFix() : UsageCodeFix("CS0200", "Add to the repeated field")
{
    protected override bool CanFix(FixTarget target) => Assignment(target) is { } assignment && IsField(target) &&
        (assignment.Parent is InitializerExpressionSyntax ? Elements(assignment.Right) is not null : assignment.Parent is ExpressionStatementSyntax statement && statement.IsInList() && assignment.Right is not CollectionExpressionSyntax);

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var assignment = Assignment(target)!;
        if (assignment.Parent is ExpressionStatementSyntax statement)
        {
            editor.InsertStatementBefore(statement, $"{assignment.Left.WithoutTrivia()}.Clear();".AsStatement().WithLeadingTrivia(statement.GetLeadingTrivia()));
            editor.ReplaceNode(statement, $"{assignment.Left.WithoutTrivia()}.Add({assignment.Right});".AsStatement().WithTrailingTrivia(statement.GetTrailingTrivia()));
            return;
        }

        var field = assignment.Left.ToString();
        editor.ReplaceNode(assignment, Initializers.Element($"{field} = {{ {Elements(assignment.Right)} }}").WithTriviaFrom(assignment));
    }

    /// <summary>What goes between the braces: the elements of a collection expression, or the collection as a whole.</summary>
    private static string? Elements(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax collection => string.Join(", ", collection.Elements.Select(element => element is SpreadElementSyntax spread ? spread.Expression.ToString() : element.ToString())),
        LiteralExpressionSyntax => null,
        _ => value.WithoutTrivia().ToString(),
    };

    private static AssignmentExpressionSyntax? Assignment(FixTarget target) => target.Node.FirstAncestorOrSelf<AssignmentExpressionSyntax>();

    private static bool IsField(FixTarget target) =>
        target.Model.GetTypeInfo(Assignment(target)!.Left, target.Cancellation).Type is INamedTypeSymbol { Name: "RepeatedField" or "MapField" } type &&
        type.ContainingNamespace.ToDisplayString() == "Google.Protobuf.Collections";
}
