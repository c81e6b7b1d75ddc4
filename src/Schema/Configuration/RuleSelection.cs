using GrpcSdk.Schema.Configuration;

namespace GrpcSdk.Schema;

/// <summary>The rules that run, and the paths for which they do not.</summary>
public sealed class RuleSelection
{
    private readonly HashSet<string> _rules;
    private readonly IReadOnlyList<string> _ignore;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _ignoreOnly;

    internal RuleSelection(
        IEnumerable<string> rules,
        IReadOnlyList<string>? ignore = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? ignoreOnly = null)
    {
        _rules = new HashSet<string>(rules, StringComparer.Ordinal);
        _ignore = ignore ?? [];
        _ignoreOnly = ignoreOnly ?? new Dictionary<string, IReadOnlyList<string>>();
    }

    /// <summary>buf's ids of the rules that run, sorted.</summary>
    public IReadOnlyList<string> RuleNames => [.. _rules.OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>Whether the rule runs. buf.yaml has no say in our own: buf would reject their ids.</summary>
    public bool Includes(SchemaRule rule) => rule.Origin == RuleOrigins.Own || _rules.Contains(rule.Name);

    /// <summary>Whether <c>ignore</c> or <c>ignore_only</c> names the file (a path within the module) for the rule.</summary>
    internal bool Ignores(SchemaRule rule, string modulePath) =>
        _ignore.Any(ignored => BufPath.Contains(ignored, modulePath))
        || (_ignoreOnly.TryGetValue(rule.Name, out var paths) && paths.Any(ignored => BufPath.Contains(ignored, modulePath)));
}
