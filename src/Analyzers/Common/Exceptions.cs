// Where an exception goes.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class Exceptions
{
    /// <summary>Whether a catch clause of the same function takes exceptions of the type that the operation throws.</summary>
    public static bool IsCaught(IOperation operation, ITypeSymbol? exception)
    {
        for (var current = operation; current.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if (parent is ITryOperation attempt && attempt.Body == current && attempt.Catches.Any(clause => Takes(clause, exception)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Takes(ICatchClauseOperation clause, ITypeSymbol? exception) =>
        clause.ExceptionType is not INamedTypeSymbol type || type.SpecialType == SpecialType.System_Object || exception.DerivesFrom(type.OriginalDefinition);
}
