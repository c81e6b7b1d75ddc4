// GSDK4012: a service that generated code maps, mapped by hand as well.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

internal sealed class MappedByHandRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.MappedByHand,
        "Map a service once",
        "'{0}' is marked [GrpcService], so MapGrpcSdkServices maps it already: every call of it would fail with HTTP 500",
        DiagnosticSeverity.Error,
        "Two mappings of one service give every method two endpoints with the same route, and routing throws AmbiguousMatchException.");

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        if (symbols.Type("Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions") is not { } extensions)
        {
            return;
        }

        rules.OnCalls(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod is { Name: "MapGrpcService", TypeArguments: [INamedTypeSymbol service] } method
                    && GrpcSymbols.Is(method.ContainingType, extensions)
                    && symbols.IsMappedByGeneratedCode(service)
                    && RunsBesideGeneratedCode(call))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call.Syntax), service.Name));
                }
            },
            "MapGrpcService");
    }

    /// <summary>Not one of two ways: <c>MapGrpcSdkServices()</c> in one branch, and the mapping by hand in another.</summary>
    private static bool RunsBesideGeneratedCode(IInvocationOperation mapping)
    {
        var generated = mapping.Root().Descendants().Where(operation => operation is IInvocationOperation { TargetMethod.Name: MapServices }).ToArray();
        return generated.Length == 0 ? !mapping.IsConditional() : generated.Any(other => !Alternatives.AreAlternatives(mapping, other));
    }
}
