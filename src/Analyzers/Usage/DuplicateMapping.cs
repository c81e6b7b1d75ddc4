// GSDK3004: the same service mapped twice, which makes its routes ambiguous.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class DuplicateMappingRule() : UsageRule(Rule)
{
    /// <summary>Set on the diagnostic when the very same class is mapped twice, so that one mapping can go.</summary>
    public const string SameClass = "sameClass";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.DuplicateMapping,
        "Map a service once",
        "'{0}' is already mapped above{1}: every call of it fails because its route is ambiguous",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two mappings of one service give every method two endpoints with the same route. Routing then throws AmbiguousMatchException and the client gets HTTP 500.",
        helpLinkUri: RuleHelp.Link(UsageIds.DuplicateMapping));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions") is { } extensions)
        {
            rules.OnCalls(operation => Analyze(operation, symbols, extensions), "MapGrpcService");
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol extensions)
    {
        var mapping = (IInvocationOperation)context.Operation;
        if (!IsMapping(mapping, extensions) || mapping.EnclosingStatement() is not { } place || HasOwnRoute(place.Statement) || Builder(mapping) is not { } builder)
        {
            return;
        }

        var implementation = mapping.TargetMethod.TypeArguments[0];
        if (symbols.IsMappedByGeneratedCode(implementation))
        {
            return; // GSDK4012 reports every mapping of it by hand.
        }

        var service = Service(implementation, symbols);
        foreach (var earlier in place.Block.Operations.TakeWhile(statement => statement != place.Statement).Where(statement => !HasOwnRoute(statement)))
        {
            foreach (var other in earlier.DescendantsAndSelf().OfType<IInvocationOperation>())
            {
                if (IsMapping(other, extensions) && other.EnclosingStatement()?.Statement == earlier && IsUnconditional(other, earlier) && IsUnconditional(mapping, place.Statement) &&
                    SymbolEqualityComparer.Default.Equals(Builder(other), builder) &&
                    SymbolEqualityComparer.Default.Equals(Service(other.TargetMethod.TypeArguments[0], symbols), service))
                {
                    Report(context, mapping, service, implementation, other.TargetMethod.TypeArguments[0]);
                    return;
                }
            }
        }
    }

    private static void Report(OperationAnalysisContext context, IInvocationOperation mapping, ITypeSymbol service, ITypeSymbol implementation, ITypeSymbol other)
    {
        var same = SymbolEqualityComparer.Default.Equals(implementation, other);
        var properties = same ? ImmutableDictionary<string, string?>.Empty.Add(SameClass, null) : null;
        var name = (service.ContainingType ?? service).Name;
        context.ReportDiagnostic(Diagnostic.Create(Rule, mapping.Syntax.GetLocation(), properties, name, same ? "" : $" by '{other.Name}'"));
    }

    private static bool IsMapping(IInvocationOperation call, INamedTypeSymbol extensions) =>
        call.TargetMethod is { Name: "MapGrpcService", IsGenericMethod: true } method && GrpcSymbols.Is(method.ContainingType, extensions);

    private static ISymbol? Builder(IInvocationOperation mapping) => mapping.Arguments.FirstOrDefault()?.Value.Referenced();

    /// <summary>What is mapped: the generated base, which both classes share, or the class when there is none (code first).</summary>
    private static ITypeSymbol Service(ITypeSymbol implementation, GrpcSymbols symbols) => symbols.ServiceBase(implementation) ?? implementation;

    /// <summary>A mapping that is bound to a host does not compete with one that is bound to another.</summary>
    private static bool HasOwnRoute(IOperation statement) =>
        statement.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name is "RequireHost" or "WithOrder" or "Add");

    private static bool IsUnconditional(IOperation operation, IOperation statement)
    {
        for (var current = operation; current is not null && current != statement; current = current.Parent)
        {
            if (current.Parent is IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation)
            {
                return false;
            }
        }

        return true;
    }
}
