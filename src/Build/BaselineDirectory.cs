// A baseline that is a directory: every .proto file below it, rooted there.

namespace GrpcSdk.Build;

/// <summary>Compiles a directory to compare with.</summary>
internal sealed class BaselineDirectory(Protoc protoc, DescriptorOutputs outputs, BuildReport report)
{
    /// <summary>The descriptor file of the baseline; null, with the reason reported, when there is nothing to compare with.</summary>
    public string? Compile(string directory, IReadOnlyList<ProtoSet> sets)
    {
        if (Find(directory, sets) is not { } set)
        {
            return null;
        }

        return outputs.Make(new DescriptorRecipe(
            "baseline",
            Stamp.KeyOf(protoc.Path, Protoc.Arguments(set, Protoc.ForBaseline)),
            () => [],
            binary => Run(set, binary),
            descriptorSet => DescriptorOutputs.InputsOf(set, descriptorSet)));
    }

    /// <summary>Where the baseline's imports are: where the project's are, except for its roots. What was deleted there must not be found again.</summary>
    public static IReadOnlyList<string> ImportDirectories(IReadOnlyList<ProtoSet> sets)
    {
        var roots = new HashSet<string>(sets.Select(set => set.Root), StringComparer.Ordinal);
        return [.. sets.SelectMany(set => set.ImportDirectories).Where(import => !roots.Contains(import)).Distinct(StringComparer.Ordinal)];
    }

    private ProtoSet? Find(string directory, IReadOnlyList<ProtoSet> sets)
    {
        if (!Directory.Exists(directory))
        {
            report.BaselineIsMissing(directory);
            return null;
        }

        var files = Directory.GetFiles(directory, "*.proto", SearchOption.AllDirectories);
        if (files.Length == 0)
        {
            report.BaselineIsEmpty(directory);
            return null;
        }

        return ProtoSet.Create(directory, [directory, .. ImportDirectories(sets)], files.Select(file => (file, false)));
    }

    private bool Run(ProtoSet set, string binary)
    {
        var result = protoc.Run(set, Protoc.ForBaseline, binary);
        if (!result.Succeeded)
        {
            report.BaselineDoesNotCompile(result.Errors);
        }

        return result.Succeeded;
    }
}
