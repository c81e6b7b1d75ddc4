using YamlDotNet.RepresentationModel;

namespace GrpcSdk.Schema.Configuration;

/// <summary>Reads the paths of a buf.yaml.</summary>
internal static class ConfigurationPaths
{
    /// <summary>A relative path that stays inside the directory of buf.yaml.</summary>
    public static string Read(YamlNode node, string name)
    {
        var text = YamlSection.TextOf(node, name);
        return BufPath.Normalize(text)
            ?? throw YamlSection.Error(node, $"{name}: \"{text}\" must be a relative path inside the directory of buf.yaml.");
    }

    /// <summary>A list of such paths.</summary>
    public static IReadOnlyList<string> ReadAll(YamlSection section, string key) =>
        [.. section.List(key).Select(node => Read(node, section.FullKey(key)))];

    /// <summary>A list of paths that must lie below the module's own.</summary>
    public static IReadOnlyList<string> ReadBelow(YamlSection module, string key, string modulePath)
    {
        return [.. module.List(key).Select(ReadOne)];

        string ReadOne(YamlNode node)
        {
            var path = Read(node, module.FullKey(key));
            return path == modulePath || !BufPath.Contains(modulePath, path)
                ? throw YamlSection.Error(node, $"{module.FullKey(key)}: \"{path}\" must be a directory below the module's path \"{modulePath}\".")
                : path;
        }
    }

    /// <summary>
    /// Ignored paths, as seen from the module. A path outside the module is an error in the module's own section and
    /// means another module in the section that all share.
    /// </summary>
    public static IReadOnlyList<string> ReadIgnored(IReadOnlyList<YamlNode> nodes, string name, string modulePath, bool strict)
    {
        var paths = new List<string>(nodes.Count);
        foreach (var node in nodes)
        {
            var path = Read(node, name);
            if (paths.FirstOrDefault(other => other != path && (BufPath.Contains(other, path) || BufPath.Contains(path, other))) is { } overlap)
            {
                throw YamlSection.Error(node, $"{name}: \"{path}\" and \"{overlap}\" lie within one another; remove one of them.");
            }

            if (strict && !BufPath.Contains(modulePath, path))
            {
                throw YamlSection.Error(node, $"{name}: \"{path}\" does not lie in the module's directory \"{modulePath}\".");
            }

            paths.Add(path);
        }

        return [.. paths.Where(path => BufPath.Contains(modulePath, path)).Select(path => BufPath.RelativeTo(modulePath, path))];
    }
}
