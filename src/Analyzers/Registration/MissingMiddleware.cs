// GSDK4014: services mapped by generated code without the middleware around them.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

internal sealed class MissingMiddlewareRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.MissingMiddleware,
        "Install the middleware with UseGrpcSdk",
        "The services are mapped, but UseGrpcSdk is not called: calls are neither logged nor measured, and refusals reach callers as HTTP errors",
        DiagnosticSeverity.Warning,
        "Telemetry, deadlines, drain and the gRPC form of refused calls live in middleware, because many calls never reach an interceptor.");

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        var mentions = symbols.Mentions;
        rules.OnCalls(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod.IsExtensionMethod && !mentions.Any("UseGrpcSdk"))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call.Syntax)));
                }
            },
            MapServices);
    }
}
