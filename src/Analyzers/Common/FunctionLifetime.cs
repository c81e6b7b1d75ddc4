// Whether a lambda or local function has run when the method that holds it ends.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class FunctionLifetime
{
    /// <summary>Whether a use is in a lambda or local function, within the function of the declaration, that may run later than that function.</summary>
    public static bool MayRunLater(this IOperation use, IOperation declaration)
    {
        var home = declaration.EnclosingFunction();
        for (var function = use.EnclosingFunction(); function is not null && function != home; function = function.EnclosingFunction())
        {
            if (!(function is ILocalFunctionOperation local ? IsOnlyWaitedFor(local) : IsWaitedFor((IAnonymousFunctionOperation)function)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOnlyWaitedFor(ILocalFunctionOperation function) => function.Root().Descendants().All(operation => operation switch
    {
        IInvocationOperation call when IsSame(call.TargetMethod, function.Symbol) => function.Symbol.ReturnsVoid ? !function.Symbol.IsAsync : IsWaitedFor(call),
        IMethodReferenceOperation reference => !IsSame(reference.Method, function.Symbol),
        _ => true,
    });

    private static bool IsSame(IMethodSymbol method, IMethodSymbol other) => SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, other.OriginalDefinition);

    /// <summary>The lambda is the argument of a call that is waited for; any other may be kept.</summary>
    private static bool IsWaitedFor(IAnonymousFunctionOperation function) =>
        (function.Parent is IDelegateCreationOperation creation ? creation.Consumer() : function.Consumer()) is IArgumentOperation { Parent: IInvocationOperation call } && IsWaitedFor(call);

    /// <summary>The task, or what a call makes of it, is awaited: at once, over a local, or among others.</summary>
    private static bool IsWaitedFor(IOperation task)
    {
        switch (task.Consumer())
        {
            case IAwaitOperation:
            case IPropertyReferenceOperation { Property.Name: "Result" }:
            case IInvocationOperation { TargetMethod.Name: "Wait" }:
            case IForEachLoopOperation { IsAsynchronous: true }:
                return true;
            case IInvocationOperation outer:
                return IsWaitedFor(outer);
            case IArgumentOperation { Parent: IInvocationOperation outer }:
                return IsWaitedFor(outer);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation local }:
                return task.Root().References(local.Symbol).Any(IsWaitedFor);
            default:
                return task.HoldingCollection() is { } tasks && IsWaitedFor(tasks);
        }
    }
}
