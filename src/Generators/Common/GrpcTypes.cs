// The metadata names by which gRPC and protobuf types are recognised: by symbol, never by the look of a name.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Common;

/// <summary>Names of the gRPC types that the generators look for, and questions about symbols.</summary>
internal static class GrpcTypes
{
    public const string ClientBase = "Grpc.Core.ClientBase`1";
    public const string CallOptions = "Grpc.Core.CallOptions";
    public const string CallInvoker = "Grpc.Core.CallInvoker";
    public const string ServerCallContext = "Grpc.Core.ServerCallContext";
    public const string BindServiceMethodAttribute = "Grpc.Core.BindServiceMethodAttribute";
    public const string Interceptor = "Grpc.Core.Interceptors.Interceptor";

    private static readonly SymbolDisplayFormat MetadataName = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Whether a type is the named one; compares the original definition's namespace and arity.</summary>
    public static bool Is(this ITypeSymbol? type, string metadataName)
    {
        if (type?.OriginalDefinition is not INamedTypeSymbol named)
        {
            return false;
        }

        var dot = metadataName.LastIndexOf('.');
        return named.ContainingType is null
            && named.MetadataName.Length == metadataName.Length - dot - 1
            && metadataName.EndsWith(named.MetadataName, StringComparison.Ordinal)
            && named.ContainingNamespace.ToDisplayString(MetadataName) == metadataName.Substring(0, dot);
    }

    /// <summary>The <c>ClientBase&lt;T&gt;</c> that a generated client derives from, or null.</summary>
    public static INamedTypeSymbol? FindClientBase(this INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Is(ClientBase))
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>The generated service base (it has <c>[BindServiceMethod]</c>) among a class and its bases, or null.</summary>
    public static INamedTypeSymbol? FindServiceBase(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass.Is(BindServiceMethodAttribute))
                {
                    return current;
                }
            }
        }

        return null;
    }

    /// <summary>The name with <c>global::</c>, type arguments and keyword escapes, as generated code writes it.</summary>
    public static string Qualified(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
