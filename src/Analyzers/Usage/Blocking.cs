// GSDK3025: a handler that blocks its thread while it waits.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class BlockingRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.Blocking,
        "Do not block in a handler",
        "{0} blocks a thread for every call in progress at '{1}': await it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Handlers run on the thread pool. One that blocks takes a thread away from all other calls, and under load the server starves.",
        helpLinkUri: RuleHelp.Link(UsageIds.Blocking));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var thread = symbols.Type("System.Threading.Thread");
        var message = symbols.Type("Google.Protobuf.IMessage");
        rules.OnOperations(operation => Analyze(operation, symbols, Waited((IPropertyReferenceOperation)operation.Operation, symbols)), OperationKind.PropertyReference);
        rules.OnCalls(operation => Analyze(operation, symbols, Waited((IInvocationOperation)operation.Operation, symbols)), "Wait", "GetResult");
        rules.OnCalls(operation => Analyze(operation, symbols, BlocksByItself(operation.Operation, symbols, thread)), "Sleep", "WaitAll", "WaitAny");
        rules.OnClientCalls(operation => Analyze(operation, symbols, operation.Operation.Type.Implements(message) ? operation.Operation : null));
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, IOperation? waited)
    {
        if (waited is null || context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsServerMethod(handler) || IsCompleted(waited) || IsOnAnotherThread(waited, symbols))
        {
            return;
        }

        var subject = symbols.IsHandler(handler) ? GrpcSymbols.RpcName(handler) : handler.ContainingType.Name;
        context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), subject, context.Operation.Syntax.ToString()));
    }

    /// <summary>The task of <c>task.Result</c>.</summary>
    private static IOperation? Waited(IPropertyReferenceOperation property, GrpcSymbols symbols) =>
        property is { Property.Name: "Result", Instance: { } task } && IsTask(task.Type, symbols) ? task.Unwrap() : null;

    /// <summary>The task of <c>task.Wait()</c> and of <c>task.GetAwaiter().GetResult()</c>.</summary>
    private static IOperation? Waited(IInvocationOperation call, GrpcSymbols symbols) => call switch
    {
        { TargetMethod.Name: "Wait", Instance: { } task } when task.Type.DerivesFrom(symbols.Task) => task.Unwrap(),
        { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter } =>
            (awaiter.Instance ?? awaiter.Arguments.FirstOrDefault()?.Value)?.Unwrap(),
        _ => null,
    };

    /// <summary><c>Thread.Sleep</c> and <c>Task.WaitAll</c>.</summary>
    private static IOperation? BlocksByItself(IOperation call, GrpcSymbols symbols, INamedTypeSymbol? thread)
    {
        var method = ((IInvocationOperation)call).TargetMethod;
        return GrpcSymbols.Is(method.ContainingType, method.Name == "Sleep" ? thread : symbols.Task) ? call : null;
    }

    private static bool IsTask(ITypeSymbol? type, GrpcSymbols symbols) =>
        type.DerivesFrom(symbols.Task) || type.DerivesFrom(symbols.Type("System.Threading.Tasks.Task`1")) || symbols.Is(type, "System.Threading.Tasks.ValueTask`1");

    /// <summary>The task was awaited before, or its state was looked at, or it is what a continuation is given.</summary>
    private static bool IsCompleted(IOperation task)
    {
        if (task.Referenced() is not (ILocalSymbol or IParameterSymbol) || task.Referenced() is not { } symbol)
        {
            return false;
        }

        return (symbol is IParameterSymbol && symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) ||
            task.Root().References(symbol).Any(reference => reference.Syntax.SpanStart < task.Syntax.SpanStart &&
                (reference.IsWithin<IAwaitOperation>() || reference.Parent is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" }));
    }

    private static bool IsOnAnotherThread(IOperation operation, GrpcSymbols symbols) =>
        operation.EnclosingFunction() is IAnonymousFunctionOperation function &&
        function.IsArgumentOf(method => method.Name is "Run" or "StartNew" or "QueueUserWorkItem" && method.ContainingNamespace.ToDisplayString().StartsWith("System.Threading", StringComparison.Ordinal)) &&
        symbols.Task is not null;
}
