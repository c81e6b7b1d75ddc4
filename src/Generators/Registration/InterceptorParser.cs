// Reads interceptor classes and the attributes that declare them from symbols.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Registration;

/// <summary>Turns interceptor symbols and attributes into models.</summary>
internal static class InterceptorParser
{
    private const string Recovery = "GrpcSdk.AspNetCore.RecoveryInterceptor";
    private const string PreferredConstructor = "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";
    private const string KeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    private static readonly string[] Lifetimes = ["Singleton", "Scoped", "Transient"];

    /// <summary>Reads an attribute whose first type argument is the interceptor; null while the code is incomplete.</summary>
    public static InterceptorDeclaration? ParseDeclaration(
        AttributeData attribute,
        InterceptorLevel level,
        string? method,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        if (attribute.AttributeClass is not { TypeArguments: [INamedTypeSymbol { TypeKind: TypeKind.Class } interceptor, ..] types })
        {
            return null;
        }

        return new InterceptorDeclaration(
            Parse(interceptor, compilation),
            Named(attribute, "Order") as int? ?? 0,
            Named(attribute, "Enabled") as bool? ?? true,
            Lifetimes.ElementAtOrDefault(Named(attribute, "Lifetime") as int? ?? 0) ?? Lifetimes[0],
            level,
            method,
            types.Length > 1 ? types[1].Qualified() : null,
            LocationInfo.From(attribute, cancellationToken));
    }

    /// <summary>The value of a named argument, or null.</summary>
    public static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private static InterceptorModel Parse(INamedTypeSymbol type, Compilation compilation)
    {
        var overridden = OverriddenMethods(type);
        return new InterceptorModel(
            type.Qualified(),
            type.Name,
            type.IsAbstract ? null : Arguments(type, compilation),
            RpcSide.Server.Covered(overridden),
            RpcSide.Client.Covered(overridden),
            type.Is(Recovery),
            SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) && RpcSide.InterceptsUnary(overridden));
    }

    // What a class overrides of Grpc.Core.Interceptors.Interceptor, in itself or in a base.
    private static HashSet<string> OverriddenMethods(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && !current.Is(GrpcTypes.Interceptor); current = current.BaseType)
        {
            names.UnionWith(current.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsOverride).Select(method => method.Name));
        }

        return names;
    }

    private static EquatableArray<ConstructorArgument>? Arguments(INamedTypeSymbol type, Compilation compilation)
    {
        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return null;
        }

        var constructor = type.InstanceConstructors
            .Where(candidate => compilation.IsSymbolAccessibleWithin(candidate, compilation.Assembly) && candidate.Parameters.All(IsService))
            .OrderByDescending(candidate => candidate.GetAttributes().Any(attribute => attribute.AttributeClass.Is(PreferredConstructor)))
            .ThenByDescending(candidate => candidate.Parameters.Length)
            .FirstOrDefault();

        // Parameters with a default that no service can supply keep their default.
        return constructor?.Parameters.Where(parameter => CanBeResolved(parameter.Type)).Select(Argument).ToEquatableArray();
    }

    private static bool IsService(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None && (CanBeResolved(parameter.Type) || parameter.HasExplicitDefaultValue);

    private static bool CanBeResolved(ITypeSymbol type) =>
        type is { IsReferenceType: true, SpecialType: SpecialType.None } and not IDynamicTypeSymbol
        || type.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T;

    private static ConstructorArgument Argument(IParameterSymbol parameter)
    {
        var key = parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(KeyedServices));
        return new ConstructorArgument(
            CSharpName.Escape(parameter.Name),
            parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).Qualified(),
            key is { ConstructorArguments: [var value] } ? value.ToCSharpString() : null,
            parameter.HasExplicitDefaultValue);
    }
}
