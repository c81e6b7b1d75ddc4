// The parameter over which an asynchronous call could be given a CancellationToken. One instance per compilation, because the
// same few methods are called everywhere.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

internal sealed class TokenParameters(GrpcSymbols symbols)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IParameterSymbol>> _overloads = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol? _obsolete = symbols.Type("System.ObsoleteAttribute");
    private readonly INamedTypeSymbol?[] _asynchronous =
    [
        symbols.Task,
        symbols.Type("System.Threading.Tasks.Task`1"),
        symbols.Type("System.Threading.Tasks.ValueTask"),
        symbols.Type("System.Threading.Tasks.ValueTask`1"),
        symbols.Type("System.Collections.Generic.IAsyncEnumerable`1"),
    ];

    /// <summary>Whether the call returns before its work is done: a task, an asynchronous stream or an RPC.</summary>
    public bool IsAsynchronous(IInvocationOperation call) =>
        call.Type is INamedTypeSymbol { SpecialType: SpecialType.None } type &&
        (Array.Exists(_asynchronous, definition => GrpcSymbols.Is(type, definition)) || type.DerivesFrom(symbols.Task) || symbols.IsClientCall(call.TargetMethod));

    /// <summary>The parameter that could take the token: one that was left out, or the last one of an overload; null when a token is given, or none can be.</summary>
    public IParameterSymbol? Find(IInvocationOperation call, OperationAnalysisContext context)
    {
        foreach (var argument in call.Arguments)
        {
            if (GrpcSymbols.Is(argument.Parameter?.Type, symbols.CancellationToken))
            {
                return argument.IsExplicit() ? null : argument.Parameter;
            }
        }

        foreach (var parameter in _overloads.GetOrAdd(call.TargetMethod.OriginalDefinition, FindOverloads))
        {
            if (context.Compilation.IsSymbolAccessibleWithin(parameter.ContainingSymbol, context.ContainingSymbol.ContainingType))
            {
                return parameter;
            }
        }

        return null;
    }

    private ImmutableArray<IParameterSymbol> FindOverloads(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(candidate => IsOverloadWithToken(candidate, method)).Select(candidate => candidate.Parameters.Last()).ToImmutableArray();

    private bool IsOverloadWithToken(IMethodSymbol candidate, IMethodSymbol method) =>
        candidate.IsStatic == method.IsStatic && candidate.TypeParameters.Length == method.TypeParameters.Length &&
        candidate.Parameters.Length == method.Parameters.Length + 1 && GrpcSymbols.Is(candidate.Parameters.Last().Type, symbols.CancellationToken) &&
        !candidate.HasAttribute(_obsolete) &&
        candidate.ReturnType.ToDisplayString() == method.ReturnType.ToDisplayString() &&
        method.Parameters.Zip(candidate.Parameters, (left, right) => left.RefKind == right.RefKind && left.Type.ToDisplayString() == right.Type.ToDisplayString()).All(same => same);
}
