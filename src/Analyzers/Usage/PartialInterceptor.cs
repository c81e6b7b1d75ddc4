// GSDK3007: an interceptor that handles unary calls only, so that streams bypass it.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class PartialInterceptorRule() : UsageRule(Rule)
{
    /// <summary>The property of the diagnostic that lists the methods that are not overridden, separated by commas.</summary>
    public const string Missing = "missing";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.PartialInterceptor,
        "An interceptor must handle every kind of call",
        "'{0}' intercepts unary calls but not {1}: these calls bypass it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Every kind of call has a method of its own in Interceptor, and those that are not overridden pass through. An interceptor that checks, logs or authorizes in the unary method alone does nothing for streams.",
        helpLinkUri: RuleHelp.Link(UsageIds.PartialInterceptor));

    private const string Blocking = "BlockingUnaryCall";

    /// <summary>The methods of each side, the one that decides whether the side is used first.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Sides = ImmutableArray.Create(
        ImmutableArray.Create("UnaryServerHandler", "ClientStreamingServerHandler", "ServerStreamingServerHandler", "DuplexStreamingServerHandler"),
        ImmutableArray.Create("AsyncUnaryCall", Blocking, "AsyncClientStreamingCall", "AsyncServerStreamingCall", "AsyncDuplexStreamingCall"));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Interceptor is not null)
        {
            var blocking = new BlockingCalls(symbols);
            rules.OnTypes(symbol => Analyze(symbol, symbols, blocking));
        }
    }

    private static void Analyze(SymbolAnalysisContext context, GrpcSymbols symbols, BlockingCalls blocking)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false } || !type.DerivesFrom(symbols.Interceptor))
        {
            return;
        }

        var overridden = new HashSet<string>(type.SelfAndBases()
            .TakeWhile(candidate => !GrpcSymbols.Is(candidate, symbols.Interceptor))
            .SelectMany(candidate => candidate.GetMembers().OfType<IMethodSymbol>())
            .Where(symbols.IsInterceptorMethod)
            .Select(method => method.Name));
        var missing = Sides.Where(side => overridden.Contains(side[0]))
            .SelectMany(side => side.Where(name => !overridden.Contains(name)))
            .Where(name => name != Blocking || blocking.CanReach(type, context.Compilation, context.CancellationToken))
            .ToArray();
        if (missing.Length > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                type.Locations[0],
                ImmutableDictionary<string, string?>.Empty.Add(Missing, string.Join(",", missing)),
                type.Name,
                string.Join(", ", missing)));
        }
    }
}
