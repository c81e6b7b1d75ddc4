// Fix of GSDK3022, where the class knows IHostApplicationLifetime or has a primary constructor to ask for it.
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
internal sealed class ShutdownBlindStreamFix() : UsageCodeFix(UsageIds.ShutdownBlindStream, "End the stream when the server shuts down")
{
    protected override bool CanFix(FixTarget target) =>
        Loop(target).IsInList() && QuietEnd.CanCatch(Loop(target), target.Model) && Context(target) is not null && (Lifetime(target) is not null || Type(target)?.ParameterList is not null);

    protected override void Fix(SyntaxEditor editor, FixTarget target) => Fix(editor, [target]);

    protected override void Fix(SyntaxEditor editor, IReadOnlyList<FixTarget> targets)
    {
        var extended = new HashSet<SyntaxNode>();
        foreach (var target in targets)
        {
            var lifetime = Lifetime(target);
            if (lifetime is null && extended.Add(Type(target)!))
            {
                AskForLifetime(editor, target);
            }

            Watch(editor, target, lifetime ?? "lifetime");
        }
    }

    private static void Watch(SyntaxEditor editor, FixTarget target, string lifetime)
    {
        var loop = Loop(target);
        var context = Context(target)!;
        var name = target.FreeName("stopping");
        var waits = false;
        foreach (var token in loop.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(access => IsToken(access, context, target)))
        {
            waits |= token.Parent is ArgumentSyntax;
            editor.ReplaceNode(token, $"{name}.Token".AsExpression().WithTriviaFrom(token));
        }

        if (loop is WhileStatementSyntax { Condition: LiteralExpressionSyntax always })
        {
            editor.ReplaceNode(always, $"!{name}.IsCancellationRequested".AsExpression());
        }
        else if (loop is ForStatementSyntax { Condition: null } endless)
        {
            editor.ReplaceNode(endless, (current, _) => ((ForStatementSyntax)current).WithCondition($"!{name}.IsCancellationRequested".AsExpression().WithLeadingTrivia(SyntaxFactory.Space)));
        }

        editor.InsertStatementBefore(loop, $"using var {name} = {editor.NameOf(target, "System.Threading.CancellationTokenSource")}.CreateLinkedTokenSource({context}.CancellationToken, {lifetime}.ApplicationStopping);");

        // Last: a loop that is caught is another node.
        if (waits)
        {
            QuietEnd.Catch(editor, target, loop, name, callsClient: false);
        }
    }

    private static void AskForLifetime(SyntaxEditor editor, FixTarget target)
    {
        var symbol = target.Model.Compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostApplicationLifetime")!;
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier("lifetime"))
            .WithType(SyntaxFactory.IdentifierName(symbol.Name).WithTrailingTrivia(SyntaxFactory.Space));
        editor.ReplaceNode(Type(target)!.ParameterList!, (current, _) => ((ParameterListSyntax)current).AddParameters(parameter));
        editor.Import(target, symbol);
    }

    private static bool IsToken(MemberAccessExpressionSyntax access, string context, FixTarget target) =>
        access is { Name.Identifier.ValueText: "CancellationToken", Expression: IdentifierNameSyntax name } && name.Identifier.ValueText == context &&
        target.Model.GetTypeInfo(access, target.Cancellation).Type?.Name == "CancellationToken";

    private static StatementSyntax Loop(FixTarget target) => target.Node.FirstAncestorOrSelf<StatementSyntax>()!;

    private static TypeDeclarationSyntax? Type(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static string? Context(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && target.Model.GetDeclaredSymbol(method, target.Cancellation) is { } symbol
            ? GrpcSymbols.For(target.Model.Compilation)?.ContextParameter(symbol)?.Name
            : null;

    /// <summary>A field, property or constructor parameter in scope that is the lifetime of the host.</summary>
    private static string? Lifetime(FixTarget target) => target.Model.LookupSymbols(target.Node.SpanStart)
        .FirstOrDefault(symbol => symbol is IFieldSymbol { Type.Name: "IHostApplicationLifetime" } or IPropertySymbol { Type.Name: "IHostApplicationLifetime" } or IParameterSymbol { Type.Name: "IHostApplicationLifetime" })?.Name;
}
