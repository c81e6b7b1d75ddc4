// Adds statements in blocks and at the top level alike.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Common;

internal static class EditorExtensions
{
    public static void InsertStatementBefore(this SyntaxEditor editor, StatementSyntax statement, string text) =>
        editor.InsertBefore(Element(statement), Like(statement, text.AsStatement()));

    public static void InsertStatementBefore(this SyntaxEditor editor, StatementSyntax statement, StatementSyntax added) =>
        editor.InsertBefore(Element(statement), Like(statement, added));

    public static void InsertStatementAfter(this SyntaxEditor editor, StatementSyntax statement, string text) =>
        editor.InsertAfter(Element(statement), Like(statement, text.AsStatement()));

    /// <summary>What the list holds: the statement, or the member around it at the top level.</summary>
    public static SyntaxNode Element(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax global ? global : statement;

    /// <summary>Imports the namespaces of types, by their full names, unless they are known by their names already.</summary>
    public static void Import(this SyntaxEditor editor, FixTarget target, params string[] types)
    {
        foreach (var type in types.Select(target.Model.Compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>())
        {
            editor.Import(target, type);
        }
    }

    /// <summary>
    /// How a type is named where the target stands: by its name, imported when it has to be, or in full where that name means
    /// something else.
    /// </summary>
    public static string NameOf(this SyntaxEditor editor, FixTarget target, string metadataName)
    {
        if (target.Model.Compilation.GetTypeByMetadataName(metadataName) is not { } type)
        {
            return metadataName;
        }

        var position = target.Node.SpanStart;
        var known = target.Model.LookupSymbols(position, name: type.Name).Where(symbol => symbol is not INamedTypeSymbol other || other.Arity == type.Arity).ToArray();
        if (known.Length == 0)
        {
            editor.Import(target, type);
            return type.Name;
        }

        var isKnown = known.Length == 1 && SymbolEqualityComparer.Default.Equals(known[0] is IAliasSymbol alias ? alias.Target : known[0], type);
        return isKnown ? type.Name : $"global::{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
    }

    /// <summary>Imports a namespace, unless the type is known by its name already.</summary>
    public static void Import(this SyntaxEditor editor, FixTarget target, INamedTypeSymbol type)
    {
        var name = type.ContainingNamespace.ToDisplayString();
        if (target.Model.LookupNamespacesAndTypes(target.Node.SpanStart, name: type.Name).Length > 0)
        {
            return;
        }

        editor.ReplaceNode(editor.OriginalRoot, (current, _) =>
        {
            var unit = (CompilationUnitSyntax)current;
            return unit.Usings.Any(directive => directive.Name?.ToString() == name) ? unit : WithUsing(unit, name, target.Node.NewLine());
        });
    }

    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax unit, string name, SyntaxTrivia newLine)
    {
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(newLine);
        if (unit.Usings.Count > 0)
        {
            var before = unit.Usings.TakeWhile(other => string.CompareOrdinal(other.Name?.ToString(), name) < 0 || other.GlobalKeyword.RawKind != 0).Count();
            return before == 0
                ? unit.WithUsings(unit.Usings.Replace(unit.Usings[0], unit.Usings[0].WithoutLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(unit.Usings[0].GetLeadingTrivia())))
                : unit.WithUsings(unit.Usings.Insert(before, directive));
        }

        // A header, which a blank line separates from the rest, stays on top.
        var first = unit.GetFirstToken();
        var header = HeaderLength(first.LeadingTrivia);
        var rest = SyntaxFactory.TriviaList(first.LeadingTrivia.Skip(header).Prepend(newLine));
        return unit.ReplaceToken(first, first.WithLeadingTrivia(rest))
            .WithUsings(SyntaxFactory.SingletonList(directive.WithLeadingTrivia(first.LeadingTrivia.Take(header))));
    }

    /// <summary>How much of the trivia is comments and the blank line after them; nothing when there is no such line.</summary>
    private static int HeaderLength(SyntaxTriviaList trivia)
    {
        var isComment = false;
        for (var index = 0; index < trivia.Count; index++)
        {
            if (trivia[index].IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia[index].IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                isComment = true;
            }
            else if (!trivia[index].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return 0;
            }
            else if (isComment && index > 0 && trivia[index - 1].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return index + 1;
            }
        }

        return 0;
    }

    /// <summary>The statement as its neighbour is: in a block the formatter lays it out, at the top level it takes a line of its own.</summary>
    private static SyntaxNode Like(StatementSyntax statement, StatementSyntax added) =>
        statement.Parent is GlobalStatementSyntax
            ? SyntaxFactory.GlobalStatement(added.WithLeadingTrivia().WithTrailingTrivia(statement.NewLine()))
            : added;
}
