// Which rules a command runs, and which findings count.
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Commands;

/// <summary>The rules of <c>--own</c> and <c>--rule</c>.</summary>
internal sealed class RuleChoice
{
    private readonly HashSet<SchemaRule> _only;

    private RuleChoice(RuleOrigins origins, HashSet<SchemaRule> only)
    {
        Origins = origins;
        _only = only;
    }

    /// <summary>Whose rules have to run.</summary>
    public RuleOrigins Origins { get; }

    /// <summary>Own rules run when they are asked for, all of them or by name.</summary>
    /// <exception cref="ToolException">There is no such rule.</exception>
    public static RuleChoice Of(bool own, IReadOnlyCollection<string> names)
    {
        var only = names.Select(Find).ToHashSet();
        return only.Count > 0
            ? new RuleChoice(only.Aggregate(default(RuleOrigins), (origins, rule) => origins | rule.Origin), only)
            : new RuleChoice(own ? RuleOrigins.Buf | RuleOrigins.Own : RuleOrigins.Buf, only);
    }

    /// <summary>The findings of the chosen rules. A rule that is off by default has to be named.</summary>
    public IReadOnlyList<SchemaFinding> Among(IEnumerable<SchemaFinding> findings) =>
        [.. findings.Where(finding => _only.Count > 0 ? _only.Contains(finding.Rule) : finding.Rule.IsEnabledByDefault)];

    private static SchemaRule Find(string name) =>
        SchemaRules.All.FirstOrDefault(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || rule.DiagnosticId.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ToolException($"No rule '{name}' (--rule). docs/rules lists them.");
}
