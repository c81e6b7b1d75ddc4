using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>Runs the schema rules over the inputs of a compilation: lint set by set, breaking changes root by root, or over all sets together where the baseline is an image.</summary>
internal sealed class SchemaCheck(SchemaInputs inputs)
{
    /// <summary>buf.yaml selects the rules of buf; ours report by their severity, of which the compiler takes care.</summary>
    private const RuleOrigins All = RuleOrigins.Buf | RuleOrigins.Own;

    private readonly List<InputProblem> _problems = [];
    private readonly Dictionary<(string Set, string Name), string> _fingerprints = [];
    private readonly Dictionary<(string Set, string Name), List<SchemaFinding>> _byFile = [];
    private readonly List<SchemaFinding> _withoutFile = [];
    private readonly Dictionary<AdditionalText, SchemaImage> _baselines = [];
    private readonly Dictionary<AdditionalText, HashSet<(string Rule, string? File, string Message)>> _released = [];

    public SchemaResult Run()
    {
        var sets = inputs.Sets.Select(Load).OfType<LoadedSet>().ToArray();
        var readable = sets.Count(Lint);

        // A set that cannot be read would look like a schema that was deleted.
        if (readable == inputs.Sets.Length)
        {
            foreach (var baseline in inputs.Baselines)
            {
                Compare([.. sets.Where(set => baseline.IsOf(set.Input.Set))], baseline.File);
            }
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
                isAlone ? own.Image : SchemaImage.Parse(Join([.. sets.Select(set => set.DescriptorSet)]), targets),
                Previous([.. inputs.Baselines.Where(baseline => !isAlone || baseline.IsOf(id))]),
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
            var isGoverned = input.BufYaml is not null && Holds(configuration, targets);
            return new LoadedSet(input, isGoverned ? configuration : inputs.Preset.Configuration, isGoverned, text.DescriptorSet, targets, SchemaImage.Parse(text.DescriptorSet, targets), MarksOf(input));
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
        set.IsGoverned ? finding : inputs.Preset.Weigh(finding, !inputs.Baselines.IsEmpty, released => IsReleased(set, released));

    /// <summary>The set's baseline, by the rules of the preset, has the same finding.</summary>
    private bool IsReleased(LoadedSet set, SchemaFinding finding) =>
        inputs.Baselines.Any(baseline => baseline.IsOf(set.Input.Set) && ReleasedIn(baseline.File).Contains(KeyOf(finding)));

    private HashSet<(string Rule, string? File, string Message)> ReleasedIn(AdditionalText baseline)
    {
        if (!_released.TryGetValue(baseline, out var released))
        {
            _released.Add(baseline, released = [.. Guard(baseline, () => SchemaLinter.Run(Read(baseline), inputs.Preset.Configuration, All))?.Select(KeyOf) ?? []]);
        }

        return released;
    }

    private static (string Rule, string? File, string Message) KeyOf(SchemaFinding finding) => (finding.Rule.Name, finding.File, finding.Message);

    /// <summary>What a baseline is of is compared as one schema. Where several buf.yaml govern it, each speaks of its own files only.</summary>
    private void Compare(IReadOnlyList<LoadedSet> sets, AdditionalText baselineFile) => Guard(baselineFile, () =>
    {
        var baseline = Read(baselineFile);
        var current = sets.Count == 1 ? [] : Join([.. sets.Select(set => set.DescriptorSet)]);
        var isFirst = true;
        foreach (var governed in sets.GroupBy(set => set.IsGoverned ? set.Input.BufYaml!.Path : null))
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

    private SchemaImage? Previous(IReadOnlyList<BaselineInput> baselines) => baselines.Count switch
    {
        0 => null,
        1 => Read(baselines[0].File),
        _ => SchemaImage.Parse(Join([.. baselines.Select(baseline => BytesOf(baseline.File))])),
    };

    private SchemaImage Read(AdditionalText baseline)
    {
        if (!_baselines.TryGetValue(baseline, out var image))
        {
            _baselines.Add(baseline, image = SchemaImage.Parse(BytesOf(baseline)));
        }

        return image;
    }

    private static byte[] BytesOf(AdditionalText baseline) =>
        DescriptorText.Parse(baseline.GetText() ?? throw new FormatException("It cannot be opened.")).DescriptorSet;

    /// <summary>Serialized descriptor sets, one behind the other, are one descriptor set (protobuf: repeated fields concatenate).</summary>
    private static byte[] Join(IReadOnlyList<byte[]> sets)
    {
        var joined = new byte[sets.Sum(set => set.Length)];
        var count = 0;
        foreach (var set in sets)
        {
            set.CopyTo(joined, count);
            count += set.Length;
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

    /// <summary>A root that lies in no module of the buf.yaml above is no part of that workspace: for buf it is a module of its own.</summary>
    private static bool Holds(BufConfiguration configuration, SchemaTarget[] targets) =>
        targets.Length == 0 || targets.Any(target => configuration.Modules.Any(module => module.HasPlaceFor(target.WorkspacePath ?? target.Name)));

    private BufConfiguration? ConfigurationOf(DescriptorSetInput input) =>
        input.BufYaml is not { } file ? inputs.Preset.Configuration
        : file.Path.EndsWith("buf.work.yaml", StringComparison.Ordinal) ? WorkspaceOf(file)
        : Parse(file, BufConfiguration.Parse);

    /// <summary>The modules of a workspace of v1, each with its own buf.yaml.</summary>
    private BufConfiguration? WorkspaceOf(AdditionalText file)
    {
        if (Parse(file, BufConfiguration.ParseWorkspace) is not { } directories)
        {
            return null;
        }

        var modules = new Dictionary<string, BufConfiguration?>(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            var path = $"{DirectoryOf(file.Path)}/{directory}/buf.yaml";
            var bufYaml = inputs.BufYamls.FirstOrDefault(candidate => candidate.Path.Replace('\\', '/') == path);
            modules[directory] = bufYaml is null ? null : Parse(bufYaml, BufConfiguration.Parse);
            if (bufYaml is not null && modules[directory] is null)
            {
                return null;
            }
        }

        return BufConfiguration.Combine(modules);
    }

    private T? Parse<T>(AdditionalText file, Func<string, T> parse)
        where T : class
    {
        try
        {
            return parse(file.GetText()?.ToString() ?? "");
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

    /// <param name="Input">Where it came from.</param>
    /// <param name="Configuration">Which rules run.</param>
    /// <param name="IsGoverned">A buf.yaml decides that.</param>
    /// <param name="DescriptorSet">The serialized set.</param>
    /// <param name="Targets">The project's files.</param>
    /// <param name="Image">The same, read.</param>
    /// <param name="Marks">Which files are other people's.</param>
    private sealed record LoadedSet(
        DescriptorSetInput Input,
        BufConfiguration Configuration,
        bool IsGoverned,
        byte[] DescriptorSet,
        SchemaTarget[] Targets,
        SchemaImage Image,
        IReadOnlyDictionary<string, VendoredMark> Marks)
    {
        private readonly HashSet<string> _names = [.. Targets.Select(target => target.Name)];

        /// <summary>The file belongs to the set and is not other people's.</summary>
        public bool Checks(string file) => _names.Contains(file) && !VendoredFiles.IsVendored(MarkOf(file), IsGoverned);

        public VendoredMark MarkOf(string file) => Marks.TryGetValue(file, out var mark) ? mark : VendoredMark.None;
    }
}
