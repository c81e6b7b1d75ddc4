// Fix of GSDK3006: keeps the invoker, and makes the clients that follow from it instead of from the channel.
using System.Composition;
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class DiscardedInterceptFix() : UsageCodeFix(UsageIds.DiscardedIntercept, "Use the invoker that Intercept returns")
{
    protected override bool CanFix(FixTarget target) => Statement(target) is { } statement && statement.IsInList();

    protected override void Fix(SyntaxEditor editor, FixTarget target) => Fix(editor, [target]);

    protected override void Fix(SyntaxEditor editor, IReadOnlyList<FixTarget> targets)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            Keep(editor, target, taken);
        }
    }

    private static void Keep(SyntaxEditor editor, FixTarget target, HashSet<string> taken)
    {
        var statement = Statement(target)!;
        var receiver = (target.Node as InvocationExpressionSyntax)?.Expression is MemberAccessExpressionSyntax access ? access.Expression : null;
        var symbol = receiver is null ? null : target.Model.GetSymbolInfo(receiver, target.Cancellation).Symbol;
        if (symbol is ILocalSymbol { IsUsing: false, IsForEach: false, Type: INamedTypeSymbol { Name: "CallInvoker" } })
        {
            editor.ReplaceNode(statement, (current, _) => Assigned((ExpressionStatementSyntax)current, symbol.Name));
            return;
        }

        var name = target.FreeName("invoker", taken);
        if (symbol is not null)
        {
            foreach (var use in LaterUses(statement, symbol, target))
            {
                editor.ReplaceNode(use, (current, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
            }
        }

        editor.ReplaceNode(statement, (current, _) => Declared((ExpressionStatementSyntax)current, name));
    }

    private static ExpressionStatementSyntax? Statement(FixTarget target) => target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>();

    /// <summary>The channel where a later statement of the block makes a client of it or intercepts it again.</summary>
    private static IEnumerable<SyntaxNode> LaterUses(StatementSyntax statement, ISymbol channel, FixTarget target)
    {
        var clients = GrpcSymbols.For(target.Model.Compilation);
        foreach (var name in statement.Siblings().SkipWhile(sibling => sibling != statement).Skip(1).SelectMany(sibling => sibling.DescendantNodes().OfType<IdentifierNameSyntax>()))
        {
            var makesClient = name.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation } &&
                clients?.IsClient(target.Model.GetTypeInfo(creation, target.Cancellation).Type) == true;
            var interceptsAgain = name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Intercept" } access && access.Expression == name;
            if ((makesClient || interceptsAgain) && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.Cancellation).Symbol, channel))
            {
                yield return name;
            }
        }
    }

    private static ExpressionSyntax Invocation(ExpressionStatementSyntax statement) =>
        (statement.Expression is AssignmentExpressionSyntax discard ? discard.Right : statement.Expression).WithoutTrivia();

    private static ExpressionStatementSyntax Assigned(ExpressionStatementSyntax statement, string name) =>
        statement.WithExpression($"{name} = {Invocation(statement)}".AsExpression().WithTriviaFrom(statement.Expression));

    private static StatementSyntax Declared(ExpressionStatementSyntax statement, string name) =>
        SyntaxFactory.ParseStatement($"var {name} = {Invocation(statement)};").WithTriviaFrom(statement);
}
