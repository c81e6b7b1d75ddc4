// GSDK3011: a streaming call that is never disposed keeps its HTTP/2 stream.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class UndisposedStreamingCallRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.UndisposedStreamingCall,
        "Dispose streaming calls",
        "The streaming call '{0}' is never disposed: it keeps its stream on the connection when it ends early",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A streaming call that is left before its end keeps its HTTP/2 stream and the work of the server. Dispose cancels it.",
        helpLinkUri: RuleHelp.Link(UsageIds.UndisposedStreamingCall));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        rules.OnOperations(operation => Analyze(operation, symbols), OperationKind.VariableDeclarator);

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (symbols.IsStreamingCall(declarator.Symbol.Type) && declarator.GetVariableInitializer()?.Value.Unwrap() is IInvocationOperation call &&
            symbols.IsClient(call.TargetMethod.ContainingType) && LocalLifetime.EndsUndisposed(declarator))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, declarator.Symbol.Locations[0], declarator.Symbol.Name));
        }
    }
}
