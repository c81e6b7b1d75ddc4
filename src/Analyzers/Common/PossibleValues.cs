// What a value may be: either side of a condition, whatever its local was given, the part of a tuple.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal static class PossibleValues
{
    /// <summary>The expressions that the operation may get its value from; the operation itself where that cannot be told.</summary>
    public static IEnumerable<IOperation> Of(IOperation operation) => Of(operation, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static IEnumerable<IOperation> Of(IOperation operation, HashSet<ISymbol> seen)
    {
        var value = operation.Unwrap();
        switch (value)
        {
            case IConditionalOperation { WhenFalse: { } other } conditional:
                return Of(conditional.WhenTrue, seen).Concat(Of(other, seen));
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, seen).Concat(Of(coalesce.WhenNull, seen));
            case ISwitchExpressionOperation choice:
                return choice.Arms.SelectMany(arm => Of(arm.Value, seen));
            case ILocalReferenceOperation local when seen.Add(local.Local):
                var given = Given(local);
                return given.Count == 0 ? [value] : given.SelectMany(part => Of(part, seen));
            case IFieldReferenceOperation { Instance: { Type.IsTupleType: true } tuple, Field: var field }:
                return Of(tuple, seen).SelectMany(part => Element(part, field) is { } element ? Of(element, seen) : [value]);
            default:
                return [value];
        }
    }

    private static IOperation? Element(IOperation tuple, IFieldSymbol field)
    {
        var index = (tuple.Type as INamedTypeSymbol)?.TupleElements.IndexOf(field, 0, SymbolEqualityComparer.Default) ?? -1;
        if (index < 0)
        {
            index = (field.ContainingType as INamedTypeSymbol)?.TupleElements.IndexOf(field, 0, SymbolEqualityComparer.Default) ?? -1;
        }

        return tuple is ITupleOperation { Elements: var elements } && index >= 0 && index < elements.Length ? elements[index] : null;
    }

    /// <summary>What the local has been given before it is read here, since the last time that it surely was.</summary>
    private static List<IOperation> Given(ILocalReferenceOperation local)
    {
        var given = new List<IOperation>();
        foreach (var operation in local.Root().Descendants().Where(operation => operation.Syntax.Span.End <= local.Syntax.SpanStart))
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation assignment when assignment.Target.Refers(local.Local) => assignment.Value,
                IDeconstructionAssignmentOperation deconstruction => Part(deconstruction, local.Local),
                ICompoundAssignmentOperation compound when compound.Target.Refers(local.Local) => compound,
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when argument.Value.Refers(local.Local) => argument,
                _ => null,
            };
            if (value is null)
            {
                continue;
            }

            if (IsOnTheWay(operation, local))
            {
                given.Clear();
            }

            given.Add(value);
        }

        return given;
    }

    /// <summary>The part of the right side that a deconstruction gives to the local; the deconstruction when it has no parts to see.</summary>
    private static IOperation? Part(IDeconstructionAssignmentOperation deconstruction, ILocalSymbol local)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declared ? declared.Expression : deconstruction.Target;
        if (target is not ITupleOperation { Elements: var targets })
        {
            return null;
        }

        for (var index = 0; index < targets.Length; index++)
        {
            var part = targets[index] is IDeclarationExpressionOperation declaration ? declaration.Expression : targets[index];
            if (part.Refers(local))
            {
                return deconstruction.Value.Unwrap() is ITupleOperation { Elements: var values } && values.Length == targets.Length ? values[index] : deconstruction;
            }
        }

        return null;
    }

    /// <summary>Control has come by the assignment: its block holds the use, too.</summary>
    private static bool IsOnTheWay(IOperation assignment, IOperation use)
    {
        if (assignment.EnclosingStatement() is not { } place || place.Statement is not (IExpressionStatementOperation or IVariableDeclarationGroupOperation))
        {
            return false;
        }

        for (var current = use.Parent; current is not null; current = current.Parent)
        {
            if (current == place.Block)
            {
                return true;
            }
        }

        return false;
    }
}
