// Whether two operations of a member exclude each other.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class Alternatives
{
    /// <summary>Whether at most one of both runs: they are in different branches of a condition, or the branch of one leaves before the other.</summary>
    public static bool AreAlternatives(IOperation one, IOperation other)
    {
        var ancestors = new Dictionary<IOperation, IOperation>();
        for (var current = one; current.Parent is { } parent; current = parent)
        {
            ancestors[parent] = current;
        }

        for (var current = other; current.Parent is { } parent; current = parent)
        {
            if (ancestors.TryGetValue(parent, out var branch))
            {
                return branch != current && Exclude(parent, branch, current, one, other);
            }
        }

        return false;
    }

    private static bool Exclude(IOperation parent, IOperation branch, IOperation otherBranch, IOperation one, IOperation other) => parent switch
    {
        IConditionalOperation conditional => branch != conditional.Condition && otherBranch != conditional.Condition,
        ISwitchOperation choice => branch != choice.Value && otherBranch != choice.Value,
        ISwitchExpressionOperation choice => branch != choice.Value && otherBranch != choice.Value,
        IBlockOperation => branch.Syntax.SpanStart < otherBranch.Syntax.SpanStart ? Leaves(branch, one) : Leaves(otherBranch, other),
        _ => false,
    };

    /// <summary>The branch of the condition that holds the operation ends in a return or a throw.</summary>
    private static bool Leaves(IOperation statement, IOperation operation)
    {
        for (var current = operation; current != statement && current.Parent is { } parent; current = parent)
        {
            if (parent is IBlockOperation { Operations: var operations, Parent: IConditionalOperation or ISwitchCaseOperation } && operations.LastOrDefault() is IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation })
            {
                return true;
            }
        }

        return false;
    }
}
