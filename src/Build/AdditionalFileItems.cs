// The items that the compiler gets, and the metadata that tells the analyzers what each of them is.
using GrpcSdk.Shared;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build;

/// <summary>
/// Collects AdditionalFiles items. Metadata reaches the analyzers through an .editorconfig, where '#' and ';' begin a
/// comment: names are escaped as in a URI, and no path is ever a value.
/// </summary>
internal sealed class AdditionalFileItems(string? bufYaml)
{
    private readonly Dictionary<string, ITaskItem> _items = new(StringComparer.Ordinal);

    /// <summary>The descriptor file, its .proto files and the buf.yaml that governs them, tied together by the set's id.</summary>
    public void AddSources(ProtoSet set, string descriptorFile)
    {
        Add(descriptorFile, "DescriptorSet", set.Id());
        foreach (var file in set.Files)
        {
            Add(file.FullPath, "Proto", set.Id())?.SetMetadata("GrpcSdkProtoName", MSBuildText.Escape(Uri.EscapeDataString(file.Name)));
        }

        foreach (var configuration in bufYaml is null ? ConfigurationsOf(set) : [bufYaml])
        {
            AddConfiguration(configuration, set.Id());
        }
    }

    /// <summary>The previous schema of some sets, of all of them when none is named.</summary>
    public void AddBaseline(string descriptorFile, IReadOnlyList<ProtoSet> sets) =>
        Add(descriptorFile, "Baseline", string.Join(" ", sets.Select(set => set.Id())));

    public ITaskItem[] ToArray() => [.. _items.Values];

    /// <summary>The nearest buf.yaml above the root; of a workspace of v1 also the buf.yaml of each module that has a file of the set.</summary>
    private static IEnumerable<string> ConfigurationsOf(ProtoSet set)
    {
        if (BufYaml.FindUpwards(set.Root) is not { } configuration)
        {
            return [];
        }

        if (Path.GetFileName(configuration) != BufYaml.WorkspaceName)
        {
            return [configuration];
        }

        var workspace = Path.GetDirectoryName(configuration)!;
        return set.Files
            .Select(file => Path.GetDirectoryName(file.FullPath)!)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(directory => BufYaml.Upwards(directory).Where(found => found.StartsWith(workspace, StringComparison.Ordinal)))
            .Append(configuration)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>One buf.yaml may govern several sets: it lists them, separated by spaces.</summary>
    private void AddConfiguration(string path, string set)
    {
        if (_items.TryGetValue(path, out var existing))
        {
            existing.SetMetadata("GrpcSdkSet", existing.GetMetadata("GrpcSdkSet") + " " + set);
        }
        else
        {
            Add(path, Path.GetFileName(path) == BufYaml.WorkspaceName ? "BufWorkspace" : "BufYaml", set);
        }
    }

    /// <summary>The new item; null for a file that an earlier set has, because the compiler knows a file once.</summary>
    private TaskItem? Add(string path, string kind, string set)
    {
        if (_items.ContainsKey(path))
        {
            return null;
        }

        var item = new TaskItem(MSBuildText.Escape(path));
        item.SetMetadata("GrpcSdkKind", kind);
        item.SetMetadata("GrpcSdkSet", set);
        item.SetMetadata("Visible", "false");
        _items.Add(path, item);
        return item;
    }
}
