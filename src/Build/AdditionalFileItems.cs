// The items that the compiler gets, and the metadata that tells the analyzers what each of them is.
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
        Add(descriptorFile, "DescriptorSet", set.Id);
        foreach (var file in set.Files)
        {
            Add(file.FullPath, "Proto", set.Id)?.SetMetadata("GrpcSdkProtoName", MSBuildText.Escape(Uri.EscapeDataString(file.Name)));
        }

        if ((bufYaml ?? BufYaml.FindUpwards(set.Root)) is { } configuration)
        {
            AddConfiguration(configuration, set.Id);
        }
    }

    public void AddBaseline(string descriptorFile) => Add(descriptorFile, "Baseline", "");

    public ITaskItem[] ToArray() => [.. _items.Values];

    /// <summary>One buf.yaml may govern several sets: it lists them, separated by spaces.</summary>
    private void AddConfiguration(string path, string set)
    {
        if (_items.TryGetValue(path, out var existing))
        {
            existing.SetMetadata("GrpcSdkSet", existing.GetMetadata("GrpcSdkSet") + " " + set);
        }
        else
        {
            Add(path, "BufYaml", set);
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
