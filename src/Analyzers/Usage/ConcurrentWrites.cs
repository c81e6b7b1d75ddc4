// GSDK3012: several writes to one stream at the same time, which throws.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class ConcurrentWritesRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.ConcurrentWrites,
        "Write to a stream one message at a time",
        "Several writes to '{0}' run at the same time: all but the first throw InvalidOperationException",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A gRPC stream takes one write at a time. Let the producers write to a System.Threading.Channels.Channel, and one loop from there to the stream.",
        helpLinkUri: RuleHelp.Link(UsageIds.ConcurrentWrites));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var timer = symbols.Type("System.Threading.Timer");
        rules.OnCalls(
            operation =>
            {
                var write = (IInvocationOperation)operation.Operation;
                if (symbols.IsStreamWrite(write) && !TakesItsOwnTurns(write.Instance!) && write.Instance.AccessPath() is { IsEmpty: false } path &&
                    (RunsForEveryElement(write, path[0], symbols) || RunsBesideAnother(write, symbols) || RunsForEveryEvent(write, path[0], symbols, timer)))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, write.Syntax.GetLocation(), write.Instance!.Syntax.ToString()));
                }
            },
            "WriteAsync");
    }

    /// <summary>A writer of the project's own, around the stream of the call: how its writes follow each other is its business.</summary>
    private static bool TakesItsOwnTurns(IOperation stream) =>
        stream.Type is { TypeKind: TypeKind.Class } || PossibleValues.Of(stream).All(value => value is IObjectCreationOperation);

    /// <summary>In a lambda that is started for all elements before any has ended, on a stream from outside of it.</summary>
    private static bool RunsForEveryElement(IOperation write, ISymbol stream, GrpcSymbols symbols)
    {
        if (write.EnclosingFunction() is not IAnonymousFunctionOperation function || SymbolEqualityComparer.Default.Equals(stream.ContainingSymbol, function.Symbol) || TakesTurns(function, symbols))
        {
            return false;
        }

        var started = function.Parent is IDelegateCreationOperation creation ? creation.Consumer() : function.Consumer();
        return started is IArgumentOperation { Parent: IInvocationOperation call } && (IsParallelLoop(call, symbols) || (IsSelect(call, symbols) && IsAwaitedTogether(call, symbols)));
    }

    /// <summary>In what an event of somebody else or a timer calls, which waits for no write. <see cref="StreamAfterHandlerRule"/> reports what is never unsubscribed.</summary>
    private static bool RunsForEveryEvent(IOperation write, ISymbol stream, GrpcSymbols symbols, INamedTypeSymbol? timer)
    {
        if (stream is not IParameterSymbol { ContainingSymbol: IMethodSymbol handler } || !symbols.IsServerMethod(handler) || write.EnclosingFunction() is not { } function || TakesTurns(function, symbols))
        {
            return false;
        }

        return EventHandlers.Subscriptions(function).Any(EventHandlers.EndsWithItsMethod) || EventHandlers.IsCallbackOf(function, timer);
    }

    private static bool IsSelect(IInvocationOperation call, GrpcSymbols symbols) =>
        call.TargetMethod.Name == "Select" && symbols.Is(call.TargetMethod.ContainingType, "System.Linq.Enumerable");

    private static bool IsParallelLoop(IInvocationOperation call, GrpcSymbols symbols) =>
        symbols.Is(call.TargetMethod.ContainingType, "System.Threading.Tasks.Parallel") &&
        !call.Descendants().OfType<ISimpleAssignmentOperation>().Any(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" } && assignment.Value.ConstantValue is { HasValue: true, Value: 1 }) &&
        !call.Arguments.Any(argument => symbols.Is(argument.Parameter?.Type, "System.Threading.Tasks.ParallelOptions") && argument.Value.Unwrap() is not IObjectCreationOperation);

    /// <summary>The tasks go to <c>Task.WhenAll</c>: at once, as a list, or over a local.</summary>
    private static bool IsAwaitedTogether(IOperation tasks, GrpcSymbols symbols)
    {
        switch (tasks.Consumer())
        {
            case IArgumentOperation { Parent: IInvocationOperation call } when call.TargetMethod.Name is "ToArray" or "ToList":
                return IsAwaitedTogether(call, symbols);
            case IArgumentOperation { Parent: IInvocationOperation call }:
                return IsWhenAll(call, symbols);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return tasks.Root().References(declarator.Symbol).Any(reference => reference.Consumer() is IArgumentOperation { Parent: IInvocationOperation call } && IsWhenAll(call, symbols));
            default:
                return false;
        }
    }

    /// <summary>Beside another write to the same stream among the arguments of one <c>Task.WhenAll</c>.</summary>
    private static bool RunsBesideAnother(IInvocationOperation write, GrpcSymbols symbols)
    {
        IOperation? parent = write.Parent;
        while (parent is not (null or IInvocationOperation or IAnonymousFunctionOperation or IAwaitOperation or IBlockOperation))
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation all && IsWhenAll(all, symbols) &&
            all.Descendants().OfType<IInvocationOperation>().Any(other => other != write && symbols.IsStreamWrite(other) &&
                other.Instance.AccessPath().IsSamePath(write.Instance.AccessPath()) && !Alternatives.AreAlternatives(write, other));
    }

    private static bool IsWhenAll(IInvocationOperation call, GrpcSymbols symbols) =>
        call.TargetMethod.Name == "WhenAll" && GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.Task);

    /// <summary>The lambda waits for a semaphore or holds a lock before it writes.</summary>
    private static bool TakesTurns(IOperation function, GrpcSymbols symbols) =>
        function.Descendants().Any(operation => operation is ILockOperation ||
            (operation is IInvocationOperation { TargetMethod.Name: "WaitAsync" or "Wait" or "AcquireAsync" or "EnterAsync" or "LockAsync" } wait && !wait.TargetMethod.ContainingType.DerivesFrom(symbols.Task)));
}
