// Whether the source of a compilation uses a name anywhere: a cheap sign that something is set up elsewhere.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Analyzers.Common;

/// <summary>
/// Looks for names in the source of a compilation, each at most once, and only when a rule is about to report. Comments,
/// texts and declarations of methods (those of generated code among them) do not count.
/// </summary>
internal sealed class SourceMentions(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, bool> _found = new(StringComparer.Ordinal);
    private readonly Lazy<bool> _catchingInterceptor = new(() => compilation.SyntaxTrees.Any(HoldsCatchingInterceptor));
    private readonly Lazy<HashSet<string>> _mapped = new(() => new HashSet<string>(compilation.SyntaxTrees.SelectMany(MappedServices), StringComparer.Ordinal));

    /// <summary>How often the channels retry that take their policy from elsewhere.</summary>
    public RetryLimits RetryLimits { get; } = new(compilation);

    /// <summary>Whether a server interceptor of the project catches what handlers throw.</summary>
    public bool HasCatchingInterceptor => _catchingInterceptor.Value;

    /// <summary>Whether one of the names is used.</summary>
    public bool Any(params string[] names) => names.Any(name => _found.GetOrAdd(name, Find));

    /// <summary>Whether <c>MapGrpcService&lt;T&gt;</c> stands anywhere with a type of this name.</summary>
    public bool MapsByHand(string service) => _mapped.Value.Contains(service);

    private static bool HoldsCatchingInterceptor(SyntaxTree tree) =>
        Contains(tree, "UnaryServerHandler") &&
        tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Any(method =>
            method.Identifier.ValueText == "UnaryServerHandler" && method.Modifiers.Any(SyntaxKind.OverrideKeyword) && method.DescendantNodes().OfType<CatchClauseSyntax>().Any());

    private static IEnumerable<string> MappedServices(SyntaxTree tree) => !Contains(tree, "MapGrpcService")
        ? []
        : tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>()
            .Where(name => name is { Identifier.ValueText: "MapGrpcService", TypeArgumentList.Arguments.Count: 1 })
            .Select(name => name.TypeArgumentList.Arguments[0].GetLastToken().ValueText);

    private static bool Contains(SyntaxTree tree, string name) => tree.GetText().ToString().Contains(name);

    private bool Find(string name) => compilation.SyntaxTrees.Any(tree =>
        Contains(tree, name) &&
        tree.GetRoot().DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is not MethodDeclarationSyntax));
}
