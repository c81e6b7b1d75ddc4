// Fix of GSDK3009: a text for the caller with the exception beside it, and detailed errors in development only.
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
internal sealed class ExceptionLeakFix() : UsageCodeFix(UsageIds.ExceptionLeak, "Keep the exception on the server")
{
    protected override bool CanFix(FixTarget target) =>
        target.Node is AssignmentExpressionSyntax ? IsDevelopment(target) is not null : Exception(target) is not null && Arguments(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        if (target.Node is AssignmentExpressionSyntax assignment)
        {
            editor.ReplaceNode(assignment.Right, IsDevelopment(target)!.AsExpression().WithTriviaFrom(assignment.Right));
            editor.Import(target, "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions");
            return;
        }

        var arguments = Arguments(target)!;
        var detail = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(TextForCallers(target.Node)));
        editor.ReplaceNode(target.Node, detail.WithTriviaFrom(target.Node));
        if (arguments.Arguments.Count == 2)
        {
            var exception = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(Exception(target)!.Name));
            editor.ReplaceNode(arguments, (current, _) => ((ArgumentListSyntax)current).AddArguments(exception));
        }
    }

    private static ArgumentListSyntax? Arguments(FixTarget target) => target.Node.FirstAncestorOrSelf<ArgumentListSyntax>(list => list.Arguments.Any(argument => argument.Expression == target.Node));

    /// <summary>The exception that the text is made of.</summary>
    private static ISymbol? Exception(FixTarget target)
    {
        var exception = target.Model.Compilation.GetTypeByMetadataName("System.Exception");
        return target.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(name => target.Model.GetTypeInfo(name, target.Cancellation).Type.DerivesFrom(exception))
            .Select(name => target.Model.GetSymbolInfo(name, target.Cancellation).Symbol)
            .FirstOrDefault(symbol => symbol is ILocalSymbol or IParameterSymbol);
    }

    /// <summary>The words before the exception, or a general sentence.</summary>
    private static string TextForCallers(SyntaxNode detail)
    {
        var start = detail.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken));
        var words = start.ValueText?.Split('{')[0].TrimEnd(' ', ':', ',', '-', '(', '\'', '"') ?? "";
        return words.Length == 0 ? "Internal error." : words.TrimEnd('.') + ".";
    }

    /// <summary><c>IsDevelopment()</c> of whatever in scope knows the environment.</summary>
    private static string? IsDevelopment(FixTarget target)
    {
        var position = target.Node.SpanStart;
        foreach (var symbol in target.Model.LookupSymbols(position))
        {
            var (type, before) = symbol switch
            {
                ILocalSymbol local when local.Locations[0].SourceSpan.Start < position => (local.Type, true),
                IParameterSymbol parameter => (parameter.Type, true),
                IFieldSymbol field => (field.Type, true),
                IPropertySymbol property => (property.Type, true),
                _ => (null, false),
            };
            var environment = before ? Environment(type!) : null;
            if (environment is not null)
            {
                return $"{symbol.Name}{environment}.IsDevelopment()";
            }
        }

        return null;
    }

    private static string? Environment(ITypeSymbol type) => type.Name switch
    {
        "WebApplicationBuilder" or "HostApplicationBuilder" or "IHostApplicationBuilder" => ".Environment",
        "HostBuilderContext" or "WebHostBuilderContext" => ".HostingEnvironment",
        "IHostEnvironment" or "IWebHostEnvironment" => "",
        _ => null,
    };
}
