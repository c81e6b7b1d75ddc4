// Finds the client classes that are declared in this compilation's own source, for generators that serve them all.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Common;

/// <summary>An incremental source of client classes.</summary>
internal static class ClientProvider
{
    /// <summary>
    /// Calls <paramref name="parse"/> for each class in source that derives directly from <c>ClientBase&lt;T&gt;</c>.
    /// It returns a model without symbols, or null to pass the class over.
    /// </summary>
    public static IncrementalValuesProvider<T> ForEachClientInSource<T>(
        this IncrementalGeneratorInitializationContext context,
        Func<INamedTypeSymbol, Compilation, CancellationToken, T?> parse,
        string stepName)
        where T : class, IEquatable<T>
    {
        return context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList.Types: { Count: > 0 } types } && NamesClientBase(types[0].Type),
                (syntax, cancellationToken) =>
                    syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, cancellationToken) is INamedTypeSymbol { BaseType: { } @base } type
                    && @base.Is(GrpcTypes.ClientBase)
                        ? parse(type, syntax.SemanticModel.Compilation, cancellationToken)
                        : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(stepName);
    }

    private static bool NamesClientBase(TypeSyntax type) => type switch
    {
        GenericNameSyntax name => name.Identifier.ValueText == "ClientBase",
        QualifiedNameSyntax qualified => NamesClientBase(qualified.Right),
        AliasQualifiedNameSyntax alias => NamesClientBase(alias.Name),
        _ => false,
    };
}
