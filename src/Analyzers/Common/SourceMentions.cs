// Whether a compilation mentions a name anywhere: a cheap sign that something is set up elsewhere, used only to stay silent.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Common;

/// <summary>Looks for names in the source of a compilation, each at most once, and only when a rule is about to report.</summary>
internal sealed class SourceMentions(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, bool> _found = new();

    public bool Any(params string[] names) => names.Any(name => _found.GetOrAdd(name, Find));

    private bool Find(string name) =>
        compilation.SyntaxTrees.Any(tree => tree.GetText().ToString().Contains(name));
}
