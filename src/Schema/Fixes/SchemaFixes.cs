namespace GrpcSdk.Schema.Fixes;

/// <summary>The rules whose findings have a mechanical repair.</summary>
public static class SchemaFixes
{
    private static readonly FixRule[] All =
    [
        new NameFix(),
        new StandardNameFix(),
        new ReservationFix(),
        new ReusedNumberFix(),
        new ZeroValueFix(),
        new CommentFix(),
        new ImportFix(),
        new FileFix(),
        new SharedRequestFix(),
    ];

    private static readonly Dictionary<string, FixRule> ByRule =
        All.SelectMany(fix => fix.Rules.Select(rule => (rule, fix))).ToDictionary(entry => entry.rule, entry => entry.fix, StringComparer.Ordinal);

    /// <summary>The rules, by name.</summary>
    public static IReadOnlyCollection<string> Rules => ByRule.Keys;

    /// <summary>The repair of a finding; <see langword="null"/> when there is none.</summary>
    internal static SchemaFix? Of(FixContext context, SchemaFinding finding) =>
        ByRule.TryGetValue(finding.Rule.Name, out var rule) ? rule.Fix(context, finding) : null;
}
