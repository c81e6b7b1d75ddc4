namespace GrpcSdk.Schema.Fixes;

/// <summary>What protoc makes of the texts: a descriptor set with source info, or an error.</summary>
/// <param name="DescriptorSet">The set; <see langword="null"/> when the texts do not compile.</param>
/// <param name="Error">protoc's words.</param>
public sealed record FixCompilation(byte[]? DescriptorSet, string Error = "");

/// <summary>A repair that was tried and taken back, or that does not exist.</summary>
/// <param name="Finding">The finding that stays.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedFix(SchemaFinding Finding, string Reason);

/// <summary>What was repaired.</summary>
/// <param name="Texts">The texts of all files, repaired.</param>
/// <param name="Applied">The repairs, in order.</param>
/// <param name="Refused">Findings whose repair would do harm.</param>
public sealed record FixResult(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<SchemaFix> Applied, IReadOnlyList<RefusedFix> Refused);

/// <summary>
/// Repairs findings by text edits, and proves each repair before it counts: the files compile, the finding is gone, no
/// rule has a new one and, with a baseline, nothing breaks that did not break before. Repairs that do not pass are taken back.
/// </summary>
/// <param name="compile">Runs protoc over the texts.</param>
/// <param name="targets">The files to repair.</param>
/// <param name="configuration">Which rules of buf run.</param>
/// <param name="baseline">The schema that clients know, if there is one.</param>
/// <param name="chosen">Which findings to repair.</param>
public sealed class SchemaFixer(
    Func<IReadOnlyDictionary<string, string>, Task<FixCompilation>> compile,
    IReadOnlyCollection<SchemaTarget> targets,
    BufConfiguration configuration,
    SchemaImage? baseline,
    Func<SchemaFinding, bool> chosen)
{
    private const RuleOrigins Everybody = RuleOrigins.Buf | RuleOrigins.Own;

    /// <summary>Whatever buf.yaml selects: nothing that a caller or stored data relies on may break.</summary>
    private static readonly BufConfiguration Strict = BufConfiguration.Parse("version: v2\nbreaking:\n  use: [FILE, WIRE_JSON]\n");

    private readonly List<SchemaFix> _applied = [];
    private readonly Dictionary<(string Rule, string? File, string Message), RefusedFix> _refused = [];

    /// <summary>Repairs what can be repaired.</summary>
    /// <param name="texts">The text of each target, by the name that protoc knows it by.</param>
    /// <exception cref="SchemaImageException">The texts do not compile as they are.</exception>
    public async Task<FixResult> RunAsync(IReadOnlyDictionary<string, string> texts)
    {
        var state = await CheckAsync(texts) switch
        {
            { State: { } good } => good,
            var failed => throw new SchemaImageException(failed.Error),
        };

        // What was refused may be possible after later repairs: until a round brings nothing.
        int before;
        do
        {
            before = _applied.Count;
            _refused.Clear();
            state = await RoundAsync(state);
        }
        while (_applied.Count > before && _refused.Count > 0);

        return new FixResult(state.Texts, _applied, [.. _refused.Values]);
    }

    /// <summary>Repairs until everything that is left is refused.</summary>
    private async Task<State> RoundAsync(State state)
    {
        while (NextBatch(state) is { Count: > 0 } batch)
        {
            var (next, reason) = await TryAsync(state, batch);
            if (next is not null)
            {
                _applied.AddRange(batch);
                state = next;
            }
            else if (batch.Count == 1)
            {
                Refuse(batch[0], reason);
            }
            else
            {
                state = await OneByOneAsync(state, batch);
            }
        }

        return state;
    }

    /// <summary>Repairs that can be applied together.</summary>
    private List<SchemaFix> NextBatch(State state)
    {
        var batch = new List<SchemaFix>();
        foreach (var finding in state.Findings.Where(finding => chosen(finding) && !_refused.ContainsKey(KeyOf(finding))))
        {
            if (state.Fixes.Of(finding) is { } fix && batch.TrueForAll(fix.IsApartFrom))
            {
                batch.Add(fix);
            }
        }

        return batch;
    }

    /// <summary>Halves a batch that does harm until the culprits are alone.</summary>
    private async Task<State> OneByOneAsync(State state, List<SchemaFix> batch)
    {
        var half = batch.GetRange(0, (batch.Count + 1) / 2);
        var (next, reason) = await TryAsync(state, half);
        if (next is not null)
        {
            // The places of the other half have moved: the next round finds them again.
            _applied.AddRange(half);
            return next;
        }

        if (half.Count == 1)
        {
            Refuse(half[0], reason);
            return state;
        }

        return await OneByOneAsync(state, half);
    }

    private async Task<(State? State, string Reason)> TryAsync(State before, List<SchemaFix> batch)
    {
        if (batch.Find(fix => fix.Refusal is not null) is { Refusal: { } refusal })
        {
            return (null, refusal);
        }

        var (after, error) = await CheckAsync(Apply(before.Texts, batch.SelectMany(fix => fix.Edits)));
        if (after is null)
        {
            return (null, "it would not compile: " + error);
        }

        // A number that is given back is a deletion instead of a reuse: the number of breaks counts.
        if (after.Breaking.Count > before.Breaking.Count && NewIn(before.Breaking, after.Breaking) is { } broken)
        {
            return (null, $"it would be a breaking change: {broken.Message} [{broken.Rule.Name}]");
        }

        if (batch.Find(fix => fix.Released is not null) is { } change)
        {
            return (null, $"it would be a breaking change: {change.Released}");
        }

        if (NewIn(before.Findings, after.Findings) is { } harm)
        {
            return (null, $"it would cause another finding: {harm.Message} [{harm.Rule.Name}]");
        }

        var repaired = batch.ToLookup(fix => fix.Finding.Rule.Name);
        var stays = repaired.FirstOrDefault(group => after.Findings.Count(finding => finding.Rule.Name == group.Key) > before.Findings.Count(finding => finding.Rule.Name == group.Key) - group.Count());
        return stays is null ? (after, "") : (null, "the finding would stay");
    }

    /// <summary>A finding that was not there before. Messages name what may have been renamed: rules are counted by file.</summary>
    private static SchemaFinding? NewIn(IReadOnlyList<SchemaFinding> before, IReadOnlyList<SchemaFinding> after)
    {
        var counts = before.GroupBy(finding => (finding.Rule, finding.File)).ToDictionary(group => group.Key, group => group.Count());
        return after.GroupBy(finding => (finding.Rule, finding.File))
            .FirstOrDefault(group => group.Count() > (counts.TryGetValue(group.Key, out var count) ? count : 0))
            ?.LastOrDefault();
    }

    private async Task<(State? State, string Error)> CheckAsync(IReadOnlyDictionary<string, string> texts)
    {
        var compilation = await compile(texts);
        if (compilation.DescriptorSet is null)
        {
            return (null, compilation.Error);
        }

        var image = SchemaImage.Parse(compilation.DescriptorSet, targets);
        var findings = SchemaLinter.Run(image, configuration, Everybody).ToList();
        IReadOnlyList<SchemaFinding> breaking = [];
        if (baseline is not null)
        {
            findings.AddRange(SchemaBreaking.Run(image, baseline, configuration, origins: Everybody));

            // Without a file are those that are deleted: no repair does that, but it may take out the last import of one.
            breaking = [.. SchemaBreaking.Run(image, baseline, Strict).Where(finding => finding.File is not null)];
        }

        return (new State(texts, new SchemaFixes(image, baseline, configuration, texts), findings, breaking), "");
    }

    private static Dictionary<string, string> Apply(IReadOnlyDictionary<string, string> texts, IEnumerable<TextEdit> edits)
    {
        var result = texts.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        foreach (var file in edits.GroupBy(edit => edit.File, StringComparer.Ordinal))
        {
            result[file.Key] = TextEdits.Apply(result[file.Key], file);
        }

        return result;
    }

    private void Refuse(SchemaFix fix, string reason) => _refused[KeyOf(fix.Finding)] = new RefusedFix(fix.Finding, reason);

    private static (string Rule, string? File, string Message) KeyOf(SchemaFinding finding) => (finding.Rule.Name, finding.File, finding.Message);

    private sealed record State(IReadOnlyDictionary<string, string> Texts, SchemaFixes Fixes, IReadOnlyList<SchemaFinding> Findings, IReadOnlyList<SchemaFinding> Breaking);
}
