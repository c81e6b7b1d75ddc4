// Questions about symbols that have nothing to do with gRPC.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Common;

internal static class SymbolExtensions
{
    public static bool DerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? baseType)
    {
        for (; type is not null && baseType is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, baseType))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Implements(this ITypeSymbol? type, INamedTypeSymbol? definition) =>
        type is not null && definition is not null &&
        (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition) ||
         type.AllInterfaces.Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition)));

    /// <summary>Whether the symbol itself carries the attribute, or one derived from it or that implements it.</summary>
    public static bool HasAttribute(this ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
        {
            return false;
        }

        foreach (var data in symbol.GetAttributes())
        {
            if (data.AttributeClass.DerivesFrom(attribute) || (attribute.TypeKind == TypeKind.Interface && data.AttributeClass.Implements(attribute)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first declaration of the virtual method that this one overrides, or null when it overrides none.</summary>
    public static IMethodSymbol? RootOverride(this IMethodSymbol? method)
    {
        IMethodSymbol? root = null;
        for (var overridden = method?.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            root = overridden;
        }

        return root;
    }

    /// <summary>The type itself and its base types, nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }
}
