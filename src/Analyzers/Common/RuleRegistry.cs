// What a rule looks at. All rules of an analyzer share one callback per kind of operation: what the compiler does around
// each callback costs more than most rules do in it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

/// <summary>Collects what the rules of one analyzer look at in one compilation.</summary>
internal sealed class RuleRegistry(CompilationStartAnalysisContext start, GrpcSymbols symbols)
{
    private readonly Dictionary<OperationKind, Action<OperationAnalysisContext>> _operations = [];
    private readonly Dictionary<string, Action<OperationAnalysisContext>> _callsByName = new(StringComparer.Ordinal);
    private Action<OperationAnalysisContext>? _clientCalls;
    private Action<OperationAnalysisContext>? _serverCalls;
    private Action<OperationAnalysisContext>? _callsWithContext;

    /// <summary>For what is rare enough to be registered with the compiler directly.</summary>
    public CompilationStartAnalysisContext Start => start;

    /// <summary>Every operation of the kinds; invocations have methods of their own.</summary>
    public void OnOperations(Action<OperationAnalysisContext> action, params OperationKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            _operations[kind] = _operations.TryGetValue(kind, out var others) ? others + action : action;
        }
    }

    /// <summary>Every call of a method with one of the names, whosever it is.</summary>
    public void OnCalls(Action<OperationAnalysisContext> action, params string[] names)
    {
        foreach (var name in names)
        {
            _callsByName[name] = _callsByName.TryGetValue(name, out var others) ? others + action : action;
        }
    }

    /// <summary>Every call of a gRPC client that starts an RPC.</summary>
    public void OnClientCalls(Action<OperationAnalysisContext> action) => _clientCalls += action;

    /// <summary>Every call of anything in a handler, or in the server side of an interceptor.</summary>
    public void OnCallsInServerMethods(Action<OperationAnalysisContext> action) => _serverCalls += action;

    /// <summary>As <see cref="OnCallsInServerMethods"/>, and in any other method that is given the context of a call.</summary>
    public void OnCallsWithContext(Action<OperationAnalysisContext> action) => _callsWithContext += action;

    public void OnTypes(Action<SymbolAnalysisContext> action) => start.RegisterSymbolAction(action, SymbolKind.NamedType);

    /// <summary>Registers all of it with the compiler.</summary>
    public void Complete()
    {
        foreach (var (kind, action) in _operations.Select(entry => (entry.Key, entry.Value)))
        {
            start.RegisterOperationAction(action, kind);
        }

        if (_callsByName.Count > 0 || _clientCalls is not null || _serverCalls is not null || _callsWithContext is not null)
        {
            start.RegisterOperationAction(Dispatch, OperationKind.Invocation);
        }
    }

    private void Dispatch(OperationAnalysisContext context)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        if (_callsByName.TryGetValue(method.Name, out var action))
        {
            action(context);
        }

        if (_clientCalls is not null && symbols.IsClientCall(method))
        {
            _clientCalls(context);
        }

        if (_serverCalls is not null && symbols.IsServerMethod(context.ContainingSymbol as IMethodSymbol))
        {
            _serverCalls(context);
        }

        if (_callsWithContext is not null && context.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } member && symbols.ContextParameter(member) is not null)
        {
            _callsWithContext(context);
        }
    }
}
