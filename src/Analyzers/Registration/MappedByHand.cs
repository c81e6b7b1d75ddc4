// GSDK4012: a service that generated code maps, mapped by hand as well.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MappedByHandAnalyzer() : RegistrationAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule(
        RegistrationIds.MappedByHand,
        "Map a service once",
        "'{0}' is marked [GrpcService], so MapGrpcSdkServices maps it already: every call of it would fail with HTTP 500",
        DiagnosticSeverity.Error,
        "Two mappings of one service give every method two endpoints with the same route, and routing throws AmbiguousMatchException.");

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        if (symbols.Type("Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions") is not { } extensions)
        {
            return;
        }

        var mentions = new SourceMentions(context.Compilation);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (call.TargetMethod is { Name: "MapGrpcService", TypeArguments: [INamedTypeSymbol service] } method
                    && GrpcSymbols.Is(method.ContainingType, extensions)
                    && service.HasAttribute(serviceAttribute)
                    && mentions.Any(MapServices))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Descriptor, NameOf(call.Syntax), service.Name));
                }
            },
            OperationKind.Invocation);
    }
}
