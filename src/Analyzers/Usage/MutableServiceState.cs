// GSDK3017: state that a service keeps in its fields, which a service per call loses and a singleton races on.
using System.Collections.Concurrent;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class MutableServiceStateRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.MutableServiceState,
        "Keep no state in the fields of a service",
        "'{0}' does not survive the call: a service is made anew for every call, and as a singleton its calls would race on the field",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ASP.NET Core makes a service instance for every call. What a handler leaves in a field is gone with it; in a service registered as singleton, concurrent calls write the same field.",
        helpLinkUri: RuleHelp.Link(UsageIds.MutableServiceState));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        rules.Start.RegisterSymbolStartAction(
            start =>
            {
                var service = (INamedTypeSymbol)start.Symbol;
                if (service.TypeKind == TypeKind.Class && symbols.ServiceBase(service) is not null)
                {
                    var uses = new ConcurrentBag<Use>();
                    start.RegisterOperationAction(operation => Collect(operation, symbols, service, uses), OperationKind.FieldReference, OperationKind.PropertyReference);
                    start.RegisterSymbolEndAction(end => Report(end, uses));
                }
            },
            SymbolKind.NamedType);

    private static void Collect(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol service, ConcurrentBag<Use> uses)
    {
        var reference = (IMemberReferenceOperation)context.Operation;
        if (reference.Instance is not IInstanceReferenceOperation || !SymbolEqualityComparer.Default.Equals(reference.Member.ContainingType, service) || !IsState(reference.Member) ||
            context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsHandler(handler))
        {
            return;
        }

        var kind = reference.Parent switch
        {
            IIncrementOrDecrementOperation => UseKind.Accumulates,
            ICompoundAssignmentOperation compound when compound.Target == reference => UseKind.Accumulates,
            ISimpleAssignmentOperation assignment when assignment.Target == reference => UseKind.Writes,
            IInvocationOperation call when call.Instance == reference && IsPlainCollection(reference.Type) && call.TargetMethod.Name is "Add" or "Remove" or "Clear" or "Enqueue" or "Dequeue" or "Push" or "Pop" or "TryAdd" => UseKind.Writes,
            IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation } when IsPlainCollection(reference.Type) => UseKind.Writes,
            _ => UseKind.Reads,
        };
        uses.Add(new Use(reference.Member, handler, kind == UseKind.Reads || !IsGuarded(reference) ? kind : UseKind.Guarded, reference.Parent!.Syntax.GetLocation()));
    }

    private static void Report(SymbolAnalysisContext context, ConcurrentBag<Use> uses)
    {
        foreach (var member in uses.GroupBy(use => use.Member, SymbolEqualityComparer.Default))
        {
            if (member.Any(use => use.Kind == UseKind.Guarded))
            {
                continue;
            }

            var isShared = member.Select(use => use.Handler).Distinct(SymbolEqualityComparer.Default).Count() > 1;
            foreach (var use in member.Where(use => use.Kind == UseKind.Accumulates || (use.Kind == UseKind.Writes && isShared)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, use.Location, use.Member.Name));
            }
        }
    }

    /// <summary>An instance field or automatic property that handlers can change.</summary>
    private static bool IsState(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsConst: false } field => !field.IsReadOnly || IsPlainCollection(field.Type),
        IPropertySymbol { IsStatic: false, IsIndexer: false } property => property.SetMethod is { IsInitOnly: false } || IsPlainCollection(property.Type),
        _ => false,
    };

    private static bool IsPlainCollection(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class, Name: "List" or "Dictionary" or "HashSet" or "Queue" or "Stack" or "SortedDictionary" or "LinkedList" } &&
        type.ContainingNamespace.ToDisplayString() == "System.Collections.Generic";

    /// <summary>Within a lock, or in a handler that waits for a semaphore.</summary>
    private static bool IsGuarded(IOperation reference) =>
        reference.IsWithin<ILockOperation>() ||
        reference.Root().Descendants().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name is "Wait" or "WaitAsync" && call.TargetMethod.ContainingType.Name == "SemaphoreSlim");

    private enum UseKind
    {
        Reads,
        Writes,
        Accumulates,
        Guarded,
    }

    private sealed record Use(ISymbol Member, IMethodSymbol Handler, UseKind Kind, Location Location);
}
