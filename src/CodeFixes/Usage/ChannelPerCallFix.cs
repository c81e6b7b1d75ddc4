// Fix of GSDK3018, in loops: makes the channel once, before the outermost loop.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class ChannelPerCallFix() : UsageCodeFix(UsageIds.ChannelPerCall, "Make the channel before the loop")
{
    protected override bool CanFix(FixTarget target) => Move(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var (declaration, loop) = Move(target)!.Value;
        editor.RemoveNode(declaration, SyntaxRemoveOptions.KeepDirectives);
        editor.InsertStatementBefore(loop, declaration.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>A declaration directly in the body of a loop that needs nothing of what is declared in the loops around it.</summary>
    private static (LocalDeclarationStatementSyntax Declaration, StatementSyntax Loop)? Move(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Parent: BlockSyntax { Parent: StatementSyntax inner } } declaration || !IsLoop(inner))
        {
            return null;
        }

        var loop = inner.AncestorsAndSelf()
            .TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax))
            .OfType<StatementSyntax>().Last(IsLoop);
        return loop.IsInList() && !DependsOn(declaration, loop, target) && !IsTaken(declaration, loop) ? (declaration, loop) : null;
    }

    private static bool IsLoop(StatementSyntax statement) => statement is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    private static bool DependsOn(LocalDeclarationStatementSyntax declaration, StatementSyntax loop, FixTarget target) => declaration.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Select(name => target.Model.GetSymbolInfo(name, target.Cancellation).Symbol)
        .Any(symbol => symbol is ILocalSymbol && symbol.Locations.Any(location => loop.Span.Contains(location.SourceSpan)));

    /// <summary>The name is declared again elsewhere in the loop or beside it.</summary>
    private static bool IsTaken(LocalDeclarationStatementSyntax declaration, StatementSyntax loop)
    {
        var names = new HashSet<string>(declaration.Declaration.Variables.Select(variable => variable.Identifier.ValueText), StringComparer.Ordinal);
        return loop.Siblings().SelectMany(sibling => sibling.DescendantNodes()).Any(node => node != declaration && node switch
        {
            VariableDeclaratorSyntax variable => variable.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() != declaration && names.Contains(variable.Identifier.ValueText),
            SingleVariableDesignationSyntax variable => names.Contains(variable.Identifier.ValueText),
            ForEachStatementSyntax other => names.Contains(other.Identifier.ValueText),
            _ => false,
        });
    }
}
