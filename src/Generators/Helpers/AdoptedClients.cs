// Clients of other assemblies that [assembly: GrpcHelpers<TClient>] asks helpers for, unless somebody has them already.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Helpers;

/// <summary>An incremental source of adopted clients.</summary>
internal static class AdoptedClientProvider
{
    private const string Attribute = "GrpcSdk.GrpcHelpersAttribute`1";
    private const string Mark = "GrpcSdk.GeneratedGrpcHelpersAttribute";

    public static IncrementalValuesProvider<ClientShape> AdoptedClients(this IncrementalGeneratorInitializationContext context)
    {
        var clients = context.SyntaxProvider.ForAttributeWithMetadataName(
            Attribute,
            static (_, _) => true,
            static (syntax, cancellationToken) => Parse(syntax.Attributes, syntax.SemanticModel.Compilation, cancellationToken));
        // Two attributes for one client are as good as one.
        return clients
            .Collect()
            .SelectMany(static (perFile, _) => perFile.SelectMany(shapes => shapes).GroupBy(s => s.Client.Type).Select(g => g.First()))
            .WithTrackingName(HelperSteps.AdoptedClients);
    }

    private static EquatableArray<ClientShape> Parse(ImmutableArray<AttributeData> attributes, Compilation compilation, CancellationToken cancellationToken) =>
        attributes
            .Select(a => a.AttributeClass?.TypeArguments.FirstOrDefault())
            .OfType<INamedTypeSymbol>()
            .Where(client => !HasHelpers(client, compilation))
            .Select(client => ShapeParser.Parse(client, compilation, HelperNamespace(compilation), cancellationToken))
            .OfType<ClientShape>()
            .ToEquatableArray();

    // Its own assembly, this one included, or an assembly whose internals this one sees.
    private static bool HasHelpers(INamedTypeSymbol client, Compilation compilation)
    {
        var assembly = client.ContainingAssembly;
        return SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
            || Marks(assembly).Any(mark => mark.ConstructorArguments.IsEmpty)
            || compilation.SourceModule.ReferencedAssemblySymbols.Any(other =>
                other.GivesAccessTo(compilation.Assembly)
                && Marks(other).Any(mark => mark.ConstructorArguments is [{ Value: ITypeSymbol marked }] && SymbolEqualityComparer.Default.Equals(marked, client)));
    }

    private static IEnumerable<AttributeData> Marks(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Where(a => a.AttributeClass.Is(Mark));

    private static string HelperNamespace(Compilation compilation) =>
        string.Join(".", (compilation.AssemblyName ?? "Helpers").Split('.').Select(AsIdentifier));

    private static string AsIdentifier(string part)
    {
        var name = new string(part.Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray());
        return CSharpName.Escape(name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name);
    }
}
