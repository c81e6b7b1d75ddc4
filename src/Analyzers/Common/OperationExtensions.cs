// Walking operations: what a value is made of, where it goes, and which function it belongs to.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class OperationExtensions
{
    /// <summary><c>OperationKind.CollectionExpression</c>, which the oldest supported compiler does not name.</summary>
    private const OperationKind CollectionExpression = (OperationKind)0x7f;

    /// <summary>The operation below conversions and parentheses.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }:
                    return function;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The nearest parent that is not a conversion or a pair of parentheses.</summary>
    public static IOperation? Consumer(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }

    /// <summary>The array or collection that has the operation among its elements; also the one that the compiler makes for <c>params</c>.</summary>
    public static IOperation? HoldingCollection(this IOperation operation) => operation.Consumer() switch
    {
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => array,
        { Kind: CollectionExpression } collection => collection,
        _ => null,
    };

    /// <summary>The local, parameter, field or property that the operation reads, if it is nothing but that.</summary>
    public static ISymbol? Referenced(this IOperation? operation) => operation?.Unwrap() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    public static bool Refers(this IOperation? operation, ISymbol? symbol) =>
        symbol is not null && SymbolEqualityComparer.Default.Equals(operation.Referenced(), symbol);

    /// <summary>The lambda or local function that directly holds the operation; null in the body of the method itself.</summary>
    public static IOperation? EnclosingFunction(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    /// <summary>The statement that holds the operation as one element of a block, with that block.</summary>
    public static (IBlockOperation Block, IOperation Statement)? EnclosingStatement(this IOperation operation)
    {
        for (var current = operation; current.Parent is not null; current = current.Parent)
        {
            if (current.Parent is IBlockOperation block)
            {
                return (block, current);
            }
        }

        return null;
    }

    /// <summary>The outermost operation: the body of the member.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>What holds the operation, from the inside out, to the body of the member.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>Whether the operation is inside a parent of the given kind, within the same function.</summary>
    public static bool IsWithin<T>(this IOperation operation)
        where T : class, IOperation
    {
        for (var parent = operation.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; parent = parent.Parent)
        {
            if (parent is T)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value that a local starts with, if it is a local that is never assigned again; else the operation itself.</summary>
    public static IOperation InitialValue(this IOperation operation)
    {
        var value = operation.Unwrap();
        if (value is not ILocalReferenceOperation reference)
        {
            return value;
        }

        IOperation? initial = null;
        foreach (var candidate in operation.Root().Descendants())
        {
            switch (candidate)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local):
                    initial = declarator.GetVariableInitializer()?.Value.Unwrap();
                    break;
                case IAssignmentOperation assignment when assignment.Target.Refers(reference.Local):
                    return value;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when argument.Value.Refers(reference.Local):
                    return value;
            }
        }

        return initial ?? value;
    }

    /// <summary>The chain of members that leads to a value, as <c>call, RequestStream</c>; empty when it is anything else, an element among others.</summary>
    public static ImmutableArray<ISymbol> AccessPath(this IOperation? operation)
    {
        var path = ImmutableArray.CreateBuilder<ISymbol>();
        for (var current = operation?.Unwrap(); current is not (null or IInstanceReferenceOperation);)
        {
            if (current.Referenced() is not { } symbol || current is IPropertyReferenceOperation { Arguments.IsEmpty: false })
            {
                return ImmutableArray<ISymbol>.Empty;
            }

            path.Insert(0, symbol);
            current = (current as IMemberReferenceOperation)?.Instance?.Unwrap();
        }

        return path.ToImmutable();
    }

    /// <summary>Whether both values are reached over the same members, and so are the same object.</summary>
    public static bool IsSamePath(this ImmutableArray<ISymbol> path, ImmutableArray<ISymbol> other) =>
        !path.IsEmpty && path.SequenceEqual(other, SymbolEqualityComparer.Default);

    /// <summary>What a chain of members and elements starts with: <c>calls</c> of <c>calls[0].RequestStream</c>.</summary>
    public static IOperation Origin(this IOperation operation)
    {
        while (true)
        {
            operation = operation.Unwrap();
            var holder = operation switch
            {
                IMemberReferenceOperation member => member.Instance,
                IArrayElementReferenceOperation element => element.ArrayReference,
                _ => null,
            };
            if (holder is null or IInstanceReferenceOperation)
            {
                return operation;
            }

            operation = holder;
        }
    }

    /// <summary>Whether the lambda or local function is the argument of a call of the named static method of a type.</summary>
    public static bool IsArgumentOf(this IOperation function, Func<IMethodSymbol, bool> method)
    {
        var consumer = function.Parent;
        while (consumer is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            consumer = consumer.Parent;
        }

        return consumer is IArgumentOperation { Parent: IInvocationOperation call } && method(call.TargetMethod);
    }

    /// <summary>Whether nobody keeps the value: a statement of its own, or an assignment to <c>_</c>.</summary>
    public static bool IsDiscarded(this IOperation operation) =>
        operation.Consumer() is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>Every reference to the local or parameter in the member.</summary>
    public static IEnumerable<IOperation> References(this IOperation root, ISymbol symbol) =>
        root.Descendants().Where(operation => operation is ILocalReferenceOperation or IParameterReferenceOperation && operation.Refers(symbol));

    /// <summary>Whether the argument was written by the programmer.</summary>
    public static bool IsExplicit(this IArgumentOperation argument) => argument.ArgumentKind != ArgumentKind.DefaultValue;

    /// <summary>Below a condition of any kind: a branch, a conditional expression or an <c>#if</c>.</summary>
    public static bool IsConditional(this IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current.Parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or ICatchClauseOperation)
            {
                return true;
            }
        }

        return IsBelowIfDirective(operation.Syntax);
    }

    private static bool IsBelowIfDirective(SyntaxNode node)
    {
        var depth = 0;
        var directive = ((CSharpSyntaxNode)node.SyntaxTree.GetRoot()).GetFirstDirective();
        for (; directive is not null && directive.SpanStart < node.SpanStart; directive = directive.GetNextDirective())
        {
            depth += directive switch
            {
                IfDirectiveTriviaSyntax => 1,
                EndIfDirectiveTriviaSyntax => -1,
                _ => 0,
            };
        }

        return depth > 0;
    }
}
