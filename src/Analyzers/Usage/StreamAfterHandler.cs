// GSDK3015: a background task or an event handler that uses the streams or the context of a call which has ended by then.
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
        "{2}, so it uses '{0}' after {1} has ended: that throws",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Streams and ServerCallContext belong to the call. When the handler returns, the call is over: reads and writes throw, and the context may serve another call.",
        helpLinkUri: RuleHelp.Link(UsageIds.StreamAfterHandler));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        rules.OnCalls(operation => Analyze(operation, symbols), "Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem");
        rules.OnOperations(operation => AnalyzeEvent(operation, symbols), OperationKind.EventAssignment);
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var start = (IInvocationOperation)context.Operation;
        if (context.ContainingSymbol is IMethodSymbol handler && symbols.IsServerMethod(handler) && StartsBackgroundWork(start.TargetMethod, symbols) && IsForgotten(start))
        {
            Report(context, symbols, handler, start.Arguments, start.Syntax, "Nobody waits for this task");
        }
    }

    /// <summary>Whether the rule reports the call, in this handler.</summary>
    public static bool Reports(IInvocationOperation start, IMethodSymbol handler, GrpcSymbols symbols) =>
        StartsBackgroundWork(start.TargetMethod, symbols) && IsForgotten(start) && UsedOfCall(start.Arguments, handler, symbols) is not null;

    private static void AnalyzeEvent(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var subscription = (IEventAssignmentOperation)context.Operation;
        if (subscription.Adds && context.ContainingSymbol is IMethodSymbol handler && symbols.IsServerMethod(handler) &&
            EventHandlers.FunctionOf(subscription) is { } function && !EventHandlers.EndsWithItsMethod(subscription))
        {
            Report(context, symbols, handler, [function], subscription.Syntax, "Nobody unsubscribes this event handler");
        }
    }

    private static void Report(OperationAnalysisContext context, GrpcSymbols symbols, IMethodSymbol handler, IEnumerable<IOperation> work, SyntaxNode place, string reason)
    {
        if (UsedOfCall(work, handler, symbols) is { } used)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, place.GetLocation(), used.Parameter.Name, GrpcSymbols.RpcName(handler), reason));
        }
    }

    private static IParameterReferenceOperation? UsedOfCall(IEnumerable<IOperation> work, IMethodSymbol handler, GrpcSymbols symbols) =>
        work.SelectMany(operation => operation.Descendants().OfType<IParameterReferenceOperation>())
            .FirstOrDefault(reference => SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol, handler) && BelongsToCall(reference.Type, symbols));

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
