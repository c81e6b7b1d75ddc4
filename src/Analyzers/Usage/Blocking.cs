// GSDK3025: a handler that blocks its thread while it waits.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingAnalyzer() : UsageAnalyzer(Rule)
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

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols)
    {
        context.RegisterOperationAction(
            operation => Analyze(operation, symbols, Waited((IPropertyReferenceOperation)operation.Operation, symbols)), OperationKind.PropertyReference);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                Analyze(operation, symbols, Waited(call, symbols) ?? (BlocksByItself(call, symbols) ? call : null));
            },
            OperationKind.Invocation);
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

    /// <summary><c>Thread.Sleep</c>, <c>Task.WaitAll</c>, and the blocking form of a unary call.</summary>
    private static bool BlocksByItself(IInvocationOperation call, GrpcSymbols symbols) => call.TargetMethod.Name switch
    {
        "Sleep" => symbols.Is(call.TargetMethod.ContainingType, "System.Threading.Thread"),
        "WaitAll" or "WaitAny" => GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.Task),
        _ => symbols.IsClientCall(call.TargetMethod) && call.Type.Implements(symbols.Type("Google.Protobuf.IMessage")),
    };

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
