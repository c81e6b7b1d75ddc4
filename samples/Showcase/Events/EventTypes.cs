// The event types of a subscription: exact ones, and prefixes such as "user.*".

namespace Showcase.Events;

internal sealed class EventTypes(IReadOnlyCollection<string> patterns)
{
    private readonly HashSet<string> _exact = [.. patterns.Where(pattern => !pattern.EndsWith(".*", StringComparison.Ordinal))];
    private readonly string[] _prefixes = [.. patterns.Where(pattern => pattern.EndsWith(".*", StringComparison.Ordinal)).Select(pattern => pattern[..^1])];

    /// <summary>Whether a type is wanted. Without any pattern every type is.</summary>
    public bool Contains(string type) =>
        (_exact.Count == 0 && _prefixes.Length == 0)
        || _exact.Contains(type)
        || Array.Exists(_prefixes, prefix => type.StartsWith(prefix, StringComparison.Ordinal));
}
