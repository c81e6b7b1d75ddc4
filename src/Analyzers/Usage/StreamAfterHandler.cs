// GSDK3015: a background task that uses the streams or the context of a call which has ended by then.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class StreamAfterHandlerRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.StreamAfterHandler,
        "Do not use a stream after its handler has ended",
        "Nobody waits for this task, so it uses '{0}' after {1} has ended: that throws",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Streams and ServerCallContext belong to the call. When the handler returns, the call is over: reads and writes throw, and the context may serve another call.",
        helpLinkUri: RuleHelp.Link(UsageIds.StreamAfterHandler));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        rules.OnCalls(operation => Analyze(operation, symbols), "Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem");

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var start = (IInvocationOperation)context.Operation;
        if (!StartsBackgroundWork(start.TargetMethod, symbols) || context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsServerMethod(handler) || !IsForgotten(start))
        {
            return;
        }

        var used = start.Arguments.SelectMany(argument => argument.Descendants().OfType<IParameterReferenceOperation>())
            .FirstOrDefault(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol, handler) && BelongsToCall(reference.Type, symbols));
        if (used is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, start.Syntax.GetLocation(), used.Parameter.Name, GrpcSymbols.RpcName(handler)));
        }
    }

    private static bool StartsBackgroundWork(IMethodSymbol method, GrpcSymbols symbols) => method.Name switch
    {
        "Run" => GrpcSymbols.Is(method.ContainingType, symbols.Task),
        "StartNew" => symbols.Is(method.ContainingType, "System.Threading.Tasks.TaskFactory"),
        "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" => symbols.Is(method.ContainingType, "System.Threading.ThreadPool"),
        _ => false,
    };

    private static bool BelongsToCall(ITypeSymbol? type, GrpcSymbols symbols) =>
        symbols.IsStreamReader(type) || symbols.IsStreamWriter(type) || type.DerivesFrom(symbols.ServerCallContext);

    /// <summary>The task is thrown away, or kept in a local that nobody looks at again.</summary>
    private static bool IsForgotten(IInvocationOperation start) =>
        start.IsDiscarded() ||
        (start.Consumer() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } && !start.Root().References(declarator.Symbol).Any());
}
