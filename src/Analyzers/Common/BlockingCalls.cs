// Whether a client interceptor can meet a blocking unary call at all: most projects make none.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Analyzers.Common;

/// <summary>One instance per compilation. Looks at the source at most once, and only when an interceptor lacks the blocking form alone.</summary>
internal sealed class BlockingCalls(GrpcSymbols symbols)
{
    private readonly object _gate = new();
    private bool? _exist;

    /// <summary>The project makes a blocking call, or others, whose calls nobody sees here, can use the interceptor of a library.</summary>
    public bool CanReach(INamedTypeSymbol interceptor, Compilation compilation, CancellationToken cancellation) =>
        (compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary && IsPublic(interceptor)) || Exist(compilation, cancellation);

    private static bool IsPublic(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    private bool Exist(Compilation compilation, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _exist ??= compilation.SyntaxTrees.Any(tree => HoldsBlockingCall(tree, compilation, cancellation));
        }
    }

    private bool HoldsBlockingCall(SyntaxTree tree, Compilation compilation, CancellationToken cancellation)
    {
        SemanticModel? model = null;
        foreach (var call in tree.GetRoot(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(MayBlock))
        {
#pragma warning disable RS1030 // Once per compilation, for few calls, and only where it decides whether something is reported.
            model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            if (model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && symbols.IsClientCall(method) && !symbols.IsAsyncCall(method.ReturnType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>client.GetOrder(request)</c>, not awaited; asynchronous calls have a name that says so.</summary>
    private static bool MayBlock(InvocationExpressionSyntax call) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, Parent: not AwaitExpressionSyntax, ArgumentList.Arguments.Count: > 0 and < 5 } &&
        !name.EndsWith("Async", StringComparison.Ordinal);
}
