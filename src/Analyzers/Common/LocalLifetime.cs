// Whether a local that owns something is left behind: neither disposed nor handed to anybody else.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class LocalLifetime
{
    /// <summary>
    /// Whether the local ends with its method and nobody disposes it. <paramref name="borrows"/> says which other uses
    /// only borrow the value; any other use that hands it on makes it somebody else's.
    /// </summary>
    public static bool EndsUndisposed(IVariableDeclaratorOperation declarator, Func<IOperation, bool>? borrows = null)
    {
        if (declarator.IsWithin<IUsingDeclarationOperation>() || IsResource(declarator))
        {
            return false;
        }

        return declarator.Root().References(declarator.Symbol)
            .All(reference => !reference.MayRunLater(declarator) && (borrows?.Invoke(reference) == true || IsUsedInPlace(reference)));
    }

    private static bool IsResource(IVariableDeclaratorOperation declarator)
    {
        for (IOperation current = declarator; current.Parent is { } parent and not IBlockOperation; current = parent)
        {
            if (parent is IUsingOperation resource && resource.Resources == current)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A member of the value is used, and what comes of it stays in the method.</summary>
    private static bool IsUsedInPlace(IOperation reference)
    {
        switch (reference.Consumer())
        {
            case IAwaitOperation:
                return true;
            case IInvocationOperation call when call.Instance?.Unwrap() == reference:
                return call.TargetMethod.Name is not ("Dispose" or "DisposeAsync" or "ShutdownAsync") && !IsReturned(call);
            case IMemberReferenceOperation member when member.Instance?.Unwrap() == reference:
                return member is not IMethodReferenceOperation && !IsReturned(member);
            default:
                return false;
        }
    }

    /// <summary>Whether the value that is computed from the local leaves the method, or is kept outside of it.</summary>
    private static bool IsReturned(IOperation operation)
    {
        for (IOperation current = operation; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IExpressionStatementOperation or IVariableDeclaratorOperation or IForEachLoopOperation or IBlockOperation or IAnonymousFunctionOperation:
                    return false;
                case IReturnOperation { Kind: OperationKind.Return } or IObjectCreationOperation or IArrayInitializerOperation:
                    return true;
                case IAssignmentOperation assignment when assignment.Value == current:
                    return assignment.Target is not (ILocalReferenceOperation or IDiscardOperation);
            }
        }

        return false;
    }
}
