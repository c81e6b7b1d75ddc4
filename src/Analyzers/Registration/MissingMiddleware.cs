// GSDK4014: services mapped by generated code without the middleware around them.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MissingMiddlewareAnalyzer() : RegistrationAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule(
        RegistrationIds.MissingMiddleware,
        "Install the middleware with UseGrpcSdk",
        "The services are mapped, but UseGrpcSdk is not called: calls are neither logged nor measured, and refusals reach callers as HTTP errors",
        DiagnosticSeverity.Warning,
        "Telemetry, deadlines, drain and the gRPC form of refused calls live in middleware, because many calls never reach an interceptor.");

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        var mentions = new SourceMentions(context.Compilation);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod is { Name: MapServices, IsExtensionMethod: true } && !mentions.Any("UseGrpcSdk"))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Descriptor, NameOf(call.Syntax)));
                }
            },
            OperationKind.Invocation);
    }
}
