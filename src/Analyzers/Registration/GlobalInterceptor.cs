// GSDK4016: an interceptor added to all services by hand, beside the lists that generated code makes.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

internal sealed class GlobalInterceptorRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.GlobalInterceptor,
        "Declare interceptors of all services on the assembly",
        "This interceptor runs outside of all generated ones, recovery included, whatever their Order: declare it with [assembly: GrpcInterceptor<T>]",
        DiagnosticSeverity.Warning,
        "gRPC runs the interceptors of GrpcServiceOptions before those of each service, so the two kinds have no common order.");

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        if (symbols.Type("Grpc.AspNetCore.Server.InterceptorCollection") is not { } collection
            || symbols.Type("Grpc.AspNetCore.Server.GrpcServiceOptions") is not { } options)
        {
            return;
        }

        var mentions = symbols.Mentions;
        rules.OnCalls(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.Instance is IPropertyReferenceOperation { Instance: { } owner }
                    && GrpcSymbols.Is(call.TargetMethod.ContainingType, collection)
                    && GrpcSymbols.Is(owner.Unwrap().Type, options)
                    && mentions.Any(AddServices))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call.Syntax)));
                }
            },
            "Add");
    }
}
