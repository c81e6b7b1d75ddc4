// Lambdas and local functions that an event or a timer calls, whenever it likes.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class EventHandlers
{
    /// <summary>The function that a subscription hands over: a lambda, a local function, or a local that holds one of them.</summary>
    public static IOperation? FunctionOf(IEventAssignmentOperation subscription) => Function(subscription.HandlerValue);

    /// <summary>Where the function is subscribed to an event in its method.</summary>
    public static IEnumerable<IEventAssignmentOperation> Subscriptions(IOperation function) =>
        function.Root().Descendants().OfType<IEventAssignmentOperation>().Where(subscription => subscription.Adds && FunctionOf(subscription) == function);

    /// <summary>The event is unsubscribed in the method, or belongs to an object that the method made for itself.</summary>
    public static bool EndsWithItsMethod(IEventAssignmentOperation subscription) =>
        subscription.EventReference is IEventReferenceOperation { Event: var raised } reference &&
        (reference.Instance?.InitialValue() is IObjectCreationOperation ||
         subscription.Root().Descendants().OfType<IEventAssignmentOperation>().Any(other =>
            !other.Adds && other.EventReference is IEventReferenceOperation { Event: var left } && SymbolEqualityComparer.Default.Equals(left, raised)));

    /// <summary>Whether the function is given to the constructor of the type.</summary>
    public static bool IsCallbackOf(IOperation function, INamedTypeSymbol? type) =>
        (function.Parent is IDelegateCreationOperation creation ? creation.Consumer() : function.Consumer()) is IArgumentOperation { Parent: IObjectCreationOperation created } && GrpcSymbols.Is(created.Type, type);

    private static IOperation? Function(IOperation handler)
    {
        var value = handler.InitialValue();
        return value switch
        {
            IAnonymousFunctionOperation => value,
            IDelegateCreationOperation { Target: var target } => Function(target),
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } method } =>
                value.Root().Descendants().OfType<ILocalFunctionOperation>().FirstOrDefault(function => SymbolEqualityComparer.Default.Equals(function.Symbol, method)),
            _ => null,
        };
    }
}
