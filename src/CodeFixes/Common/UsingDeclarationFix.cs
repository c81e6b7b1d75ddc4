// Turns the declaration of a local into a using declaration: the fix of every rule about something left undisposed.
using GrpcSdk.Analyzers.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Common;

internal abstract class UsingDeclarationFix(string id) : UsageCodeFix(id, "Dispose it with 'using'")
{
    protected override bool CanFix(FixTarget target) =>
        !target.Diagnostic.Properties.ContainsKey(UndisposedStreamingCallRule.StreamLeaves) &&
        Declaration(target) is { Declaration.Variables: [var variable] } declaration && declaration.IsInList() && !IsAssignedAgain(variable, declaration);

    protected override void Fix(SyntaxEditor editor, FixTarget target) => editor.ReplaceNode(Declaration(target)!, (current, _) =>
    {
        var declaration = (LocalDeclarationStatementSyntax)current;
        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(declaration.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return declaration.WithoutLeadingTrivia().WithUsingKeyword(keyword);
    });

    private static LocalDeclarationStatementSyntax? Declaration(FixTarget target) => target.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();

    /// <summary>A using variable is read-only.</summary>
    private static bool IsAssignedAgain(VariableDeclaratorSyntax variable, StatementSyntax declaration) =>
        declaration.Siblings().SelectMany(statement => statement.DescendantNodes()).Any(node =>
            node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } && name.Identifier.ValueText == variable.Identifier.ValueText);
}
