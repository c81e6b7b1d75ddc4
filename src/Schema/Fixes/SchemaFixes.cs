namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// The repairs that one state of a schema's files has. They are proposals: <see cref="SchemaFixer"/> compiles and checks
/// what they make; an editor, which cannot, offers those that change nothing that was released.
/// </summary>
public sealed class SchemaFixes
{
    private static readonly FixRule[] All =
    [
        new NameFix(),
        new ZeroValueNameFix(),
        new StandardNameFix(),
        new ReservationFix(),
        new ReusedNumberFix(),
        new ZeroValueFix(),
        new CommentFix(),
        new ImportFix(),
        new FileFix(),
        new PackageFix(),
        new FileOptionFix(),
        new PresenceFix(),
        new SharedRequestFix(),
        new EmptyResponseFix(),
    ];

    private static readonly Dictionary<string, FixRule> ByRule =
        All.SelectMany(fix => fix.Rules.Select(rule => (rule, fix))).ToDictionary(entry => entry.rule, entry => entry.fix, StringComparer.Ordinal);

    private readonly FixContext _context;

    /// <summary>Looks at files.</summary>
    /// <param name="image">The files, compiled with source info.</param>
    /// <param name="baseline">The schema that clients know, if there is one.</param>
    /// <param name="configuration">The configuration that the findings came from.</param>
    /// <param name="texts">The texts that the image was made of, by the name that protoc knows them by: the files that may be edited.</param>
    public SchemaFixes(SchemaImage image, SchemaImage? baseline, BufConfiguration configuration, IReadOnlyDictionary<string, string> texts) =>
        _context = new FixContext(image, baseline, configuration, texts);

    /// <summary>The rules whose findings have a mechanical repair, by name.</summary>
    public static IReadOnlyCollection<string> Rules => ByRule.Keys;

    /// <summary>The repair of a finding; <see langword="null"/> when there is none.</summary>
    public SchemaFix? Of(SchemaFinding finding) =>
        ByRule.TryGetValue(finding.Rule.Name, out var rule) ? rule.Fix(_context, finding) : null;

    /// <summary>
    /// The repairs of many findings that can be applied at once. Those that write at one place would say the same twice, or
    /// take the same number: of them the first.
    /// </summary>
    public IReadOnlyList<SchemaFix> Of(IEnumerable<SchemaFinding> findings)
    {
        var chosen = new List<SchemaFix>();
        var places = new HashSet<(string File, int Start)>();
        foreach (var fix in findings.Select(Of).OfType<SchemaFix>())
        {
            if (fix is { Released: null, Refusal: null } && chosen.TrueForAll(fix.IsApartFrom) && !fix.Edits.Any(edit => places.Contains((edit.File, edit.Start))))
            {
                chosen.Add(fix);
                places.UnionWith(fix.Edits.Select(edit => (edit.File, edit.Start)));
            }
        }

        return chosen;
    }
}
