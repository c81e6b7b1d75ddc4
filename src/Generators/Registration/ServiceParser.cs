// Reads classes marked [GrpcService], and interceptor attributes that stand where they mean nothing.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Registration;

/// <summary>Turns service classes into models.</summary>
internal static class ServiceParser
{
    public const string ServiceAttribute = "GrpcSdk.GrpcServiceAttribute";
    public const string InterceptorAttribute = "GrpcSdk.GrpcInterceptorAttribute`1";

    /// <summary>Reads a marked class. A class that cannot be registered gives errors and no value.</summary>
    public static Result<ServiceDeclaration> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var serviceBase = type.FindServiceBase();
        if (WhyNotUsable(type) is { } reason)
        {
            return Failed(DiagnosticInfo.Create(RegistrationDiagnostics.ServiceNotUsable, LocationInfo.From(type), type.Name, reason));
        }

        if (serviceBase is null || SymbolEqualityComparer.Default.Equals(serviceBase, type))
        {
            return Failed(DiagnosticInfo.Create(RegistrationDiagnostics.NotAService, LocationInfo.From(type), type.Name));
        }

        var rpcs = RpcParser.ServiceMethods(serviceBase, cancellationToken).ToList();
        var declarations = new List<InterceptorDeclaration>();
        var errors = new List<DiagnosticInfo>();
        declarations.AddRange(Declarations(type, InterceptorLevel.Service, method: null, context, cancellationToken));
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            var own = Declarations(method, InterceptorLevel.Method, method.Name, context, cancellationToken);
            if (own.Count > 0 && !Implements(method, rpcs))
            {
                errors.AddRange(own.Select(declaration => NoEffect(declaration, $"{type.Name}.{method.Name}", "it does not override an RPC of the service.")));
                continue;
            }

            declarations.AddRange(own);
        }

        var service = new ServiceDeclaration(
            type.Qualified(),
            type.Name,
            serviceBase.Qualified(),
            LocationInfo.From(type),
            rpcs.Select(rpc => new ServiceRpc(rpc.Rpc.Name, rpc.Rpc.Kind)).ToEquatableArray(),
            declarations.ToEquatableArray());
        return new Result<ServiceDeclaration>(service, errors.ToEquatableArray());
    }

    /// <summary>An interceptor attribute on a class, or a member of a class, that is not marked [GrpcService]: it does nothing.</summary>
    public static EquatableArray<DiagnosticInfo> ParseStray(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = context.TargetSymbol as INamedTypeSymbol ?? context.TargetSymbol.ContainingType;
        if (type is null || type.GetAttributes().Any(attribute => attribute.AttributeClass.Is(ServiceAttribute)))
        {
            return EquatableArray<DiagnosticInfo>.Empty;
        }

        return Declarations(context.TargetSymbol, InterceptorLevel.Service, method: null, context, cancellationToken)
            .Select(declaration => NoEffect(declaration, context.TargetSymbol.Name, $"'{type.Name}' is not marked [GrpcService]."))
            .ToEquatableArray();
    }

    /// <summary>The interceptors that a symbol's own attributes declare.</summary>
    public static List<InterceptorDeclaration> Declarations(
        ISymbol symbol,
        InterceptorLevel level,
        string? method,
        GeneratorAttributeSyntaxContext context,
        CancellationToken cancellationToken) =>
        [.. symbol.GetAttributes()
            .Where(attribute => attribute.AttributeClass.Is(InterceptorAttribute))
            .Select(attribute => InterceptorParser.ParseDeclaration(attribute, level, method, context.SemanticModel.Compilation, cancellationToken))
            .OfType<InterceptorDeclaration>()];

    private static bool Implements(IMethodSymbol method, List<(RpcModel Rpc, IMethodSymbol Method)> rpcs)
    {
        var origin = method;
        while (origin.OverriddenMethod is { } overridden)
        {
            origin = overridden;
        }

        return rpcs.Any(rpc => SymbolEqualityComparer.Default.Equals(rpc.Method, origin));
    }

    private static DiagnosticInfo NoEffect(InterceptorDeclaration declaration, string target, string why) =>
        DiagnosticInfo.Create(RegistrationDiagnostics.NotAnRpc, declaration.Location, declaration.Interceptor.Name, target, why);

    private static Result<ServiceDeclaration> Failed(DiagnosticInfo error) => new(null, new[] { error }.ToEquatableArray());

    private static string? WhyNotUsable(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsGenericType)
            {
                return "generic";
            }

            if (current.IsFileLocal)
            {
                return "file-local";
            }

            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return "not accessible";
            }
        }

        return type.IsStatic ? "static" : type.IsAbstract ? "abstract" : null;
    }
}
