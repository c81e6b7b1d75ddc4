using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>Runs the schema rules over the inputs of a compilation: lint set by set, breaking changes over all sets together.</summary>
internal sealed class SchemaCheck(SchemaInputs inputs)
{
    /// <summary>buf.yaml selects the rules of buf; ours report by their severity, of which the compiler takes care.</summary>
    private const RuleOrigins All = RuleOrigins.Buf | RuleOrigins.Own;

    private readonly List<InputProblem> _problems = [];
    private readonly Dictionary<(string Set, string Name), string> _fingerprints = [];
    private readonly Dictionary<(string Set, string Name), List<SchemaFinding>> _byFile = [];
    private readonly List<SchemaFinding> _withoutFile = [];
    private SchemaImage? _baseline;
    private HashSet<(string Rule, string? File, string Message)>? _released;

    public SchemaResult Run()
    {
        var sets = inputs.Sets.Select(Load).OfType<LoadedSet>().ToArray();
        var readable = sets.Count(Lint);

        // A set that cannot be read would look like a schema that was deleted.
        if (inputs.Baseline is not null && readable == inputs.Sets.Length)
        {
            Compare(sets);
        }

        return new SchemaResult(
            _byFile.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<SchemaFinding>)entry.Value),
            _fingerprints,
            _withoutFile,
            _problems);
    }

    /// <summary>
    /// The repairs of a set's findings, over the files of all sets; <see langword="null"/> when an input cannot be read, or
    /// a text is not the one that the descriptors were made of: the edits would hit wrong places.
    /// </summary>
    /// <param name="id">The set.</param>
    /// <param name="texts">The texts of the .proto files as they are now.</param>
    public SchemaFixes? Fixes(string id, IReadOnlyDictionary<(string Set, string Name), SourceText> texts)
    {
        var sets = inputs.Sets.Select(Load).OfType<LoadedSet>().ToArray();
        if (sets.Length < inputs.Sets.Length || _fingerprints.Any(entry => !texts.TryGetValue(entry.Key, out var text) || SchemaAnalyzer.FingerprintOf(text) != entry.Value))
        {
            return null;
        }

        return Guard(inputs.Sets[0].File, () =>
        {
            var own = sets.First(set => set.Input.Set == id);
            SchemaTarget[] targets = [.. sets.SelectMany(set => set.Targets)];

            // Files of one name in two roots cannot be told apart: then a set is repaired alone.
            var isAlone = sets.Length == 1 || targets.Select(target => target.Name).Distinct().Count() < targets.Length;
            return new SchemaFixes(
                isAlone ? own.Image : SchemaImage.Parse(Join(sets), targets),
                inputs.Baseline is null ? null : Baseline(),
                own.Configuration,
                sets.Where(set => !isAlone || set == own).SelectMany(set => set.Targets.Select(target => (target.Name, Text: texts[(set.Input.Set, target.Name)])))
                    .ToDictionary(file => file.Name, file => file.Text.ToString(), StringComparer.Ordinal));
        });
    }

    private LoadedSet? Load(DescriptorSetInput input)
    {
        if (ConfigurationOf(input) is not { } configuration)
        {
            return null;
        }

        return Guard(input.File, () =>
        {
            var text = DescriptorText.Parse(input.File.GetText() ?? throw new FormatException("It cannot be opened."));
            foreach (var fingerprint in text.Fingerprints)
            {
                _fingerprints[(input.Set, fingerprint.Key)] = fingerprint.Value;
            }

            var targets = TargetsOf(input, text);
            return new LoadedSet(input, configuration, text.DescriptorSet, targets, SchemaImage.Parse(text.DescriptorSet, targets), MarksOf(input));
        });
    }

    private bool Lint(LoadedSet set) => Guard(set.Input.File, () =>
    {
        var findings = SchemaLinter.Run(set.Image, set.Configuration, All);
        var foreign = set.IsGoverned ? [] : VendoredFiles.Guess(set.Image, inputs.RootNamespace, set.MarkOf);
        foreach (var finding in findings.Where(finding => finding.File is null || !foreign.Contains(finding.File)))
        {
            Add(Weigh(set, finding), file => set.Checks(file) ? set.Input.Set : null);
        }

        return findings;
    }) is not null;

    /// <summary>buf.yaml speaks with the rules' own severities; without one, the preset says how serious a finding is.</summary>
    private SchemaFinding Weigh(LoadedSet set, SchemaFinding finding) =>
        set.IsGoverned ? finding : inputs.Preset.Weigh(finding, inputs.Baseline is not null, IsReleased);

    /// <summary>The baseline, by the rules of the preset, has the same finding.</summary>
    private bool IsReleased(SchemaFinding finding)
    {
        _released ??= [.. Guard(inputs.Baseline!, () => SchemaLinter.Run(Baseline(), inputs.Preset.Configuration, All))?.Select(KeyOf) ?? []];
        return _released.Contains(KeyOf(finding));
    }

    private static (string Rule, string? File, string Message) KeyOf(SchemaFinding finding) => (finding.Rule.Name, finding.File, finding.Message);

    /// <summary>
    /// The baseline knows nothing of roots, so all sets together are the current schema. Where several buf.yaml govern
    /// them, each speaks of its own files only.
    /// </summary>
    private void Compare(IReadOnlyList<LoadedSet> sets) => Guard(inputs.Baseline!, () =>
    {
        var baseline = Baseline();
        var current = sets.Count == 1 ? [] : Join(sets);
        var isFirst = true;
        foreach (var governed in sets.GroupBy(set => set.Input.BufYaml?.Path))
        {
            var image = sets.Count == 1 ? sets[0].Image : SchemaImage.Parse(current, [.. governed.SelectMany(set => set.Targets)]);
            foreach (var finding in SchemaBreaking.Run(image, baseline, governed.First().Configuration, origins: All))
            {
                if (finding.File != null || isFirst)
                {
                    Add(Weigh(governed.First(), finding), file => governed.FirstOrDefault(set => set.Checks(file))?.Input.Set);
                }
            }

            isFirst = false;
        }

        return current;
    });

    private SchemaImage Baseline() =>
        _baseline ??= SchemaImage.Parse(DescriptorText.Parse(inputs.Baseline!.GetText() ?? throw new FormatException("It cannot be opened.")).DescriptorSet);

    /// <summary>Serialized descriptor sets, one behind the other, are one descriptor set (protobuf: repeated fields concatenate).</summary>
    private static byte[] Join(IReadOnlyList<LoadedSet> sets)
    {
        var joined = new byte[sets.Sum(set => set.DescriptorSet.Length)];
        var count = 0;
        foreach (var set in sets)
        {
            set.DescriptorSet.CopyTo(joined, count);
            count += set.DescriptorSet.Length;
        }

        return joined;
    }

    /// <summary>Keeps a finding with the set of its file; a file that is in no set is an import, about which nothing is said.</summary>
    private void Add(SchemaFinding finding, Func<string, string?> setOf)
    {
        if (finding.File == null)
        {
            _withoutFile.Add(finding);
        }
        else if (setOf(finding.File) is { } set)
        {
            if (!_byFile.TryGetValue((set, finding.File), out var findings))
            {
                _byFile.Add((set, finding.File), findings = []);
            }

            findings.Add(finding);
        }
    }

    private BufConfiguration? ConfigurationOf(DescriptorSetInput input)
    {
        if (input.BufYaml is not { } file)
        {
            return inputs.Preset.Configuration;
        }

        try
        {
            return BufConfiguration.Parse(file.GetText()?.ToString() ?? "");
        }
        catch (BufConfigurationException exception)
        {
            var problem = new InputProblem(file, SchemaDescriptors.UnusableBufYaml, exception.Message, exception.Line, exception.Column);
            if (!_problems.Contains(problem))
            {
                _problems.Add(problem);
            }

            return null;
        }
    }

    private SchemaTarget[] TargetsOf(DescriptorSetInput input, DescriptorText text)
    {
        var root = input.BufYaml is { } bufYaml ? DirectoryOf(bufYaml.Path) + "/" : null;
        var paths = inputs.Protos.Where(proto => proto.Set == input.Set).ToLookup(proto => proto.Name, proto => proto.Path.Replace('\\', '/'), StringComparer.Ordinal);
        return [.. text.Fingerprints.Keys.Select(name => new SchemaTarget(name, WorkspacePathOf(name)))];

        string? WorkspacePathOf(string name) =>
            root != null && paths[name].FirstOrDefault() is { } path && path.StartsWith(root, StringComparison.Ordinal) ? path.Substring(root.Length) : null;
    }

    private Dictionary<string, VendoredMark> MarksOf(DescriptorSetInput input) =>
        inputs.Protos.Where(proto => proto.Set == input.Set).GroupBy(proto => proto.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Mark, StringComparer.Ordinal);

    private static string DirectoryOf(string path)
    {
        path = path.Replace('\\', '/');
        return path.Substring(0, Math.Max(0, path.LastIndexOf('/')));
    }

    /// <summary>
    /// No input may take the compiler down, however damaged: what a rule throws is said of the file that it was reading.
    /// </summary>
    private T? Guard<T>(AdditionalText file, Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _problems.Add(new InputProblem(file, SchemaDescriptors.UnreadableDescriptorSet, Explain(exception)));
            return null;
        }
    }

    /// <summary>The words of those who know what is wrong; of an accident in a rule only its kind, for a bug report.</summary>
    private static string Explain(Exception exception) =>
        exception is SchemaImageException or FormatException
            ? exception.Message
            : $"It contains something that the rules cannot analyze ({exception.GetType().Name}).";

    private sealed record LoadedSet(
        DescriptorSetInput Input,
        BufConfiguration Configuration,
        byte[] DescriptorSet,
        SchemaTarget[] Targets,
        SchemaImage Image,
        IReadOnlyDictionary<string, VendoredMark> Marks)
    {
        private readonly HashSet<string> _names = [.. Targets.Select(target => target.Name)];

        /// <summary>A buf.yaml decides which rules run.</summary>
        public bool IsGoverned => Input.BufYaml is not null;

        /// <summary>The file belongs to the set and is not other people's.</summary>
        public bool Checks(string file) => _names.Contains(file) && !VendoredFiles.IsVendored(MarkOf(file), IsGoverned);

        public VendoredMark MarkOf(string file) => Marks.TryGetValue(file, out var mark) ? mark : VendoredMark.None;
    }
}
