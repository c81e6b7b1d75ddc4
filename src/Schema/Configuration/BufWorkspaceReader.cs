using YamlDotNet.RepresentationModel;

namespace GrpcSdk.Schema.Configuration;

/// <summary>Reads a buf.work.yaml: the directories of a workspace of v1, each of which is a module with a buf.yaml of its own.</summary>
internal static class BufWorkspaceReader
{
    public static IReadOnlyList<string> Read(string yaml)
    {
        var root = BufConfigurationReader.Load(yaml, "buf.work.yaml");
        var file = new YamlSection(root, "", "version", "directories");
        if (file.Text("version") is not ("v1" or "v1beta1"))
        {
            throw YamlSection.Error(file.Node("version") ?? root, "buf.work.yaml must state \"version: v1\"; a workspace of version v2 lists its modules in buf.yaml.");
        }

        var directories = new List<string>();
        foreach (var node in file.List("directories"))
        {
            var directory = ConfigurationPaths.Read(node, "directories");
            RequireApart(node, directory, directories);
            directories.Add(directory);
        }

        return directories.Count > 0 ? directories : throw YamlSection.Error(root, "buf.work.yaml lists no directories.");
    }

    /// <summary>The modules of all directories as one configuration; a directory without a buf.yaml has buf's defaults.</summary>
    public static BufConfiguration Combine(IEnumerable<KeyValuePair<string, BufConfiguration?>> modules) => new(
        BufVersion.V1,
        [.. modules.SelectMany(entry => (entry.Value ?? BufConfiguration.Parse("version: v1")).Modules.Select(module => Move(module, entry.Key)))]);

    private static void RequireApart(YamlNode node, string directory, List<string> others)
    {
        if (directory == BufPath.Root)
        {
            throw YamlSection.Error(node, "directories: \".\" cannot be a directory of a workspace; put a buf.yaml there instead of buf.work.yaml.");
        }

        if (others.Find(other => BufPath.Contains(other, directory) || BufPath.Contains(directory, other)) is { } overlap)
        {
            throw YamlSection.Error(node, $"directories: \"{directory}\" and \"{overlap}\" lie within one another; remove one of them.");
        }
    }

    private static BufModule Move(BufModule module, string directory) => new(
        [.. module.Roots.Select(root => BufPath.Join(directory, root))],
        [.. module.Includes.Select(path => BufPath.Join(directory, path))],
        [.. module.Excludes.Select(path => BufPath.Join(directory, path))],
        module.Lint,
        module.Breaking);
}
