// Whether a compilation mentions a name anywhere: a cheap sign that something is set up elsewhere, used only to stay silent.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Analyzers.Common;

/// <summary>Looks for names in the source of a compilation, each at most once, and only when a rule is about to report.</summary>
internal sealed class SourceMentions(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, bool> _found = new();
    private readonly Lazy<bool> _catchingInterceptor = new(() => compilation.SyntaxTrees.Any(HoldsCatchingInterceptor));

    /// <summary>Whether a server interceptor of the project catches what handlers throw.</summary>
    public bool HasCatchingInterceptor => _catchingInterceptor.Value;

    public bool Any(params string[] names) => names.Any(name => _found.GetOrAdd(name, Find));

    private static bool HoldsCatchingInterceptor(SyntaxTree tree) =>
        tree.GetText().ToString().Contains("UnaryServerHandler") &&
        tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Any(method =>
            method.Identifier.ValueText == "UnaryServerHandler" && method.Modifiers.Any(SyntaxKind.OverrideKeyword) && method.DescendantNodes().OfType<CatchClauseSyntax>().Any());

    private bool Find(string name) =>
        compilation.SyntaxTrees.Any(tree => tree.GetText().ToString().Contains(name));
}
