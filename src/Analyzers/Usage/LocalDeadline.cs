// GSDK3001: a deadline that is not in UTC, which the client rejects with an exception.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class LocalDeadlineRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.LocalDeadline,
        "A deadline must be in UTC",
        "The deadline comes from '{0}', which is not in UTC: the call throws before it starts",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "gRPC accepts only a deadline whose DateTimeKind is Utc. A local or unspecified time makes the call throw InvalidOperationException.",
        helpLinkUri: RuleHelp.Link(UsageIds.LocalDeadline));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var offset = symbols.Type("System.DateTimeOffset");
        rules.OnClientCalls(operation => Analyze(operation, ((IInvocationOperation)operation.Operation).Arguments, offset));
        rules.OnCalls(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (GrpcSymbols.Is(call.TargetMethod.ContainingType, symbols.CallOptions))
                {
                    Analyze(operation, call.Arguments, offset);
                }
            },
            "WithDeadline");
        rules.OnOperations(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (GrpcSymbols.Is(creation.Type, symbols.CallOptions))
                {
                    Analyze(operation, creation.Arguments, offset);
                }
            },
            OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context, ImmutableArray<IArgumentOperation> arguments, INamedTypeSymbol? offset)
    {
        foreach (var argument in arguments)
        {
            if (!argument.IsExplicit() || argument.Parameter is not { } parameter || !IsDateTime(parameter.Type))
            {
                continue;
            }

            foreach (var local in PossibleValues.Of(argument.Value).Select(value => LocalTime(value, offset)).OfType<IOperation>().Distinct())
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, local.Syntax.GetLocation(), local.Syntax.ToString()));
            }
        }
    }

    private static bool IsDateTime(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_DateTime ||
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && nullable.TypeArguments[0].SpecialType == SpecialType.System_DateTime;

    /// <summary>The part of the expression that makes it local time: <c>DateTime.Now</c> below any arithmetic that keeps its kind.</summary>
    private static IOperation? LocalTime(IOperation value, INamedTypeSymbol? offset)
    {
        while (true)
        {
            switch (value.Unwrap())
            {
                case IPropertyReferenceOperation { Property: { ContainingType.SpecialType: SpecialType.System_DateTime, Name: "Now" or "Today" } } now:
                    return now;
                case IPropertyReferenceOperation { Property: { ContainingType.SpecialType: SpecialType.System_DateTime, Name: "Date" }, Instance: { } date }:
                    value = date;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "DateTime" or "LocalDateTime" or "Date" } property } ofOffset when GrpcSymbols.Is(property.ContainingType, offset):
                    return ofOffset;
                case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_DateTime, IsStatic: false } method } call:
                    if (method.Name == "ToLocalTime")
                    {
                        return call;
                    }

                    if (method.Name == "ToUniversalTime" || call.Instance is null)
                    {
                        return null;
                    }

                    value = call.Instance;
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum:
                    value = sum.LeftOperand;
                    break;
                case var other:
                    return PossibleValues.Of(other).FirstOrDefault(part => part != other && !part.ConstantValue.HasValue) is { } only ? LocalTime(only, offset) : null;
            }
        }
    }
}
