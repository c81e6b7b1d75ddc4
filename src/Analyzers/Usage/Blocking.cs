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
        if (waited is null || context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsServerMethod(handler) || IsCompleted(waited, symbols) || IsOnAnotherThread(waited, symbols))
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

    /// <summary>The task has ended: it is what <c>WhenAny</c> gave back or a continuation is given, or somebody waited for it, or asked it, before.</summary>
    private static bool IsCompleted(IOperation task, GrpcSymbols symbols)
    {
        if (task.Referenced() is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } })
        {
            return true;
        }

        return PossibleValues.Of(task).All(value => value.ConstantValue.HasValue || IsFirstCompleted(value, symbols)) || Sources(task, symbols).Any(source => WasWaitedFor(source, task));
    }

    /// <summary><c>await Task.WhenAny(…)</c>, and what <c>await foreach (… in Task.WhenEach(…))</c> runs over.</summary>
    private static bool IsFirstCompleted(IOperation value, GrpcSymbols symbols)
    {
        if (value is ILocalReferenceOperation { Local: { IsForEach: true } local })
        {
            return LoopOf(value, local)?.Collection.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod.Name: "WhenEach" } call && GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.Task)) == true;
        }

        return value is IAwaitOperation { Operation: var awaited } &&
            awaited.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod.Name: "WhenAny" } call && GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.Task));
    }

    /// <summary>The task itself, and the collection or object that it comes from.</summary>
    private static IEnumerable<IOperation> Sources(IOperation task, GrpcSymbols symbols)
    {
        yield return task;
        foreach (var value in PossibleValues.Of(task).Append(task))
        {
            var source = value switch
            {
                ILocalReferenceOperation { Local: { IsForEach: true } local } => LoopOf(value, local)?.Collection,
                IInvocationOperation call when IsTask(call.Type, symbols) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
                _ => value,
            };
            if (source?.Origin() is { } origin && origin != task)
            {
                yield return origin;
            }
        }
    }

    private static bool WasWaitedFor(IOperation source, IOperation task)
    {
        if (source.Referenced() is not { } symbol)
        {
            return false;
        }

        var member = (source == task ? source : task).AccessPath();
        return task.Root().Descendants().Any(reference => reference.Syntax.SpanStart < task.Syntax.SpanStart && reference.Refers(symbol) && reference is not IConversionOperation &&
            (IsHoldingTasks(reference.Type) ? IsWaitedFor(reference) : Whole(reference) is var whole && (member.IsEmpty || whole.AccessPath().IsSamePath(member)) && IsWaitedFor(whole)));
    }

    /// <summary>The longest chain of members that starts at the reference.</summary>
    private static IOperation Whole(IOperation reference)
    {
        while (reference.Consumer() is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member && member.Instance?.Unwrap() == reference && !IsState(member))
        {
            reference = member;
        }

        return reference;
    }

    private static bool IsWaitedFor(IOperation reference) =>
        reference.IsWithin<IAwaitOperation>() || (reference.Parent is IPropertyReferenceOperation state && IsState(state)) ||
        reference.Consumer() is IInvocationOperation { TargetMethod.Name: "Wait" } ||
        reference.Ancestors().Any(parent => parent is IInvocationOperation { TargetMethod: { Name: "WaitAll", ContainingType.Name: "Task" } });

    private static bool IsState(IMemberReferenceOperation member) =>
        member.Member.Name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Result";

    private static bool IsHoldingTasks(ITypeSymbol? type) =>
        type is not null && type.SpecialType != SpecialType.System_String && (type is IArrayTypeSymbol || type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable));

    private static IForEachLoopOperation? LoopOf(IOperation use, ILocalSymbol local)
    {
        foreach (var parent in use.Ancestors())
        {
            if (parent is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>In a lambda that another thread runs: of <c>Task.Run</c> and its like, of a <c>Thread</c> or a timer, or of an event.</summary>
    private static bool IsOnAnotherThread(IOperation operation, GrpcSymbols symbols) =>
        operation.EnclosingFunction() is { } function && symbols.Task is not null &&
        (function.IsArgumentOf(method => method.Name is "Run" or "StartNew" or "QueueUserWorkItem" && method.ContainingNamespace.ToDisplayString().StartsWith("System.Threading", StringComparison.Ordinal)) ||
         EventHandlers.IsCallbackOf(function, symbols.Type("System.Threading.Thread")) || EventHandlers.IsCallbackOf(function, symbols.Type("System.Threading.Timer")) ||
         EventHandlers.Subscriptions(function).Any());
}
