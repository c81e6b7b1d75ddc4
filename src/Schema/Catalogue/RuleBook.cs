namespace GrpcSdk.Schema.Catalogue;

/// <summary>What the ids of one version of buf.yaml mean: rules, categories and deprecated names, for lint or breaking.</summary>
internal sealed class RuleBook
{
    private static readonly Dictionary<(SchemaRuleKind, BufVersion), RuleBook> Books =
        (from kind in new[] { SchemaRuleKind.Lint, SchemaRuleKind.Breaking }
         from version in new[] { BufVersion.V1Beta1, BufVersion.V1, BufVersion.V2 }
         select new RuleBook(kind, version)).ToDictionary(book => (book._kind, book._version));

    private readonly SchemaRuleKind _kind;
    private readonly BufVersion _version;

    /// <summary>Ids (rules, categories, deprecated names) to the names of the rules that they select.</summary>
    private readonly Dictionary<string, HashSet<string>> _meanings = new(StringComparer.Ordinal);

    private RuleBook(SchemaRuleKind kind, BufVersion version)
    {
        _kind = kind;
        _version = version;
        foreach (var entry in RuleCatalogue.Rules.Where(entry => entry.Rule.Kind == kind))
        {
            Add(entry.Rule.Name, entry.Categories, [entry.Rule.Name]);
        }

        foreach (var alias in RuleCatalogue.Aliases.Where(alias => alias.Kind == kind))
        {
            Add(alias.Name, alias.Categories, alias.StandsFor);
        }
    }

    /// <summary>The rules that run when buf.yaml names none.</summary>
    public IEnumerable<string> Defaults => _meanings[RuleCategories.DefaultMark];

    /// <summary>The book of a kind and version.</summary>
    public static RuleBook For(SchemaRuleKind kind, BufVersion version) => Books[(kind, version)];

    /// <summary>The rules that an id selects; <see langword="null"/> when the version does not know it.</summary>
    public IEnumerable<string>? Expand(string id) =>
        id != RuleCategories.DefaultMark && _meanings.TryGetValue(id, out var rules) ? rules : null;

    private void Add(string id, RuleCategories categories, IReadOnlyList<string> rules)
    {
        if (categories.In(_version) is not { } names)
        {
            return;
        }

        foreach (var name in names.Append(id))
        {
            if (!_meanings.TryGetValue(name, out var members))
            {
                _meanings.Add(name, members = new HashSet<string>(StringComparer.Ordinal));
            }

            members.UnionWith(rules);
        }
    }
}
