using System.Collections.Immutable;
using GrpcSdk.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>A .proto file of the compilation.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Set">Id of the descriptor set that it was compiled into.</param>
/// <param name="Name">The name that protoc knows it by.</param>
/// <param name="Mark">Whether the project says that the file is its own, or other people's.</param>
internal sealed record ProtoInput(string Path, string Set, string Name, VendoredMark Mark);

/// <summary>A descriptor set and the buf.yaml that governs it, if one does.</summary>
internal sealed record DescriptorSetInput(string Set, AdditionalText File, AdditionalText? BufYaml);

/// <summary>The previous schema of some sets, each of which has a proto root of its own; of all sets when it names none, as an image does.</summary>
internal sealed record BaselineInput(AdditionalText File, string Sets)
{
    /// <summary>The set is compared with this one.</summary>
    public bool IsOf(string set) => Sets.Length == 0 || Sets.Split(' ').Contains(set);
}

/// <summary>
/// What the build gave to the compiler for the schema rules, sorted by kind. Two inputs are equal when an analysis of one
/// is good for the other: the same descriptors, baseline and configuration; the texts of the .proto files do not count.
/// </summary>
internal sealed class SchemaInputs : IEquatable<SchemaInputs>
{
    private SchemaInputs(SchemaPreset preset, string rootNamespace, ImmutableArray<DescriptorSetInput> sets, ImmutableArray<BaselineInput> baselines, ImmutableArray<AdditionalText> bufYamls, ImmutableArray<ProtoInput> protos)
    {
        Preset = preset;
        RootNamespace = rootNamespace;
        Sets = sets;
        Baselines = baselines;
        BufYamls = bufYamls;
        Protos = protos;
    }

    /// <summary>The property GrpcSdkSchemaRules: which rules run where no buf.yaml says it, and how serious they are.</summary>
    public SchemaPreset Preset { get; }

    /// <summary>The project's root namespace, with which those of its own files begin; empty when all files count as its own.</summary>
    public string RootNamespace { get; }

    public ImmutableArray<DescriptorSetInput> Sets { get; }

    public ImmutableArray<BaselineInput> Baselines { get; }

    /// <summary>Every buf.yaml: of a workspace of v1, those of its modules too.</summary>
    public ImmutableArray<AdditionalText> BufYamls { get; }

    /// <summary>The project's .proto files.</summary>
    public ImmutableArray<ProtoInput> Protos { get; }

    /// <summary>Null when the rules are off or the project has no descriptor set.</summary>
    public static SchemaInputs? From(AnalyzerOptions options)
    {
        var provider = options.AnalyzerConfigOptionsProvider;
        var preset = Option(provider.GlobalOptions, "build_property.GrpcSdkSchemaRules");
        if (string.Equals(preset, "false", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var byKind = options.AdditionalFiles.ToLookup(file => Metadata(provider, file, "GrpcSdkKind"), StringComparer.Ordinal);
        var sets = byKind["DescriptorSet"]
            .Select(file => (Id: Metadata(provider, file, "GrpcSdkSet"), File: file))
            .OrderBy(set => set.Id, StringComparer.Ordinal)
            .Select(set => new DescriptorSetInput(set.Id, set.File, byKind["BufWorkspace"].Concat(byKind["BufYaml"]).FirstOrDefault(yaml => Governs(yaml, set.Id))))
            .ToImmutableArray();
        return sets.IsEmpty
            ? null
            : new SchemaInputs(
                SchemaPreset.Of(preset),
                string.Equals(Option(provider.GlobalOptions, "build_property.GrpcSdkVendored"), "check", StringComparison.OrdinalIgnoreCase) ? "" : Option(provider.GlobalOptions, "build_property.RootNamespace"),
                sets,
                byKind["Baseline"].Select(file => new BaselineInput(file, Metadata(provider, file, "GrpcSdkSet"))).ToImmutableArray(),
                byKind["BufYaml"].ToImmutableArray(),
                byKind["Proto"].Select(file => ProtoOf(provider, file)!).ToImmutableArray());

        bool Governs(AdditionalText yaml, string set) => Metadata(provider, yaml, "GrpcSdkSet").Split(' ').Contains(set);
    }

    /// <summary>What the file is, if it is a .proto file of the project.</summary>
    public static ProtoInput? ProtoOf(AnalyzerConfigOptionsProvider provider, AdditionalText file) =>
        Metadata(provider, file, "GrpcSdkKind") == "Proto"
            ? new ProtoInput(file.Path, Metadata(provider, file, "GrpcSdkSet"), Uri.UnescapeDataString(Metadata(provider, file, "GrpcSdkProtoName")), VendoredFiles.MarkOf(Metadata(provider, file, "GrpcSdkVendored")))
            : null;

    public bool Equals(SchemaInputs? other) =>
        other != null && Preset == other.Preset && RootNamespace == other.RootNamespace && Baselines.SequenceEqual(other.Baselines) && BufYamls.SequenceEqual(other.BufYamls) && Sets.SequenceEqual(other.Sets) && Protos.SequenceEqual(other.Protos);

    public override bool Equals(object? obj) => Equals(obj as SchemaInputs);

    public override int GetHashCode() => Sets.Length;

    private static string Metadata(AnalyzerConfigOptionsProvider provider, AdditionalText file, string name) =>
        Option(provider.GetOptions(file), "build_metadata.AdditionalFiles." + name);

    private static string Option(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) ? value : "";
}
