// Which buf.yaml or buf.work.yaml governs a directory or file: the nearest above that has it in one of its modules.
using GrpcSdk.Schema;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Finds and reads the configuration of a workspace.</summary>
internal static class WorkspaceConfiguration
{
    /// <summary>The configuration and its directory; null when none has the named directory or file in a module.</summary>
    /// <exception cref="ToolException">A file cannot be used.</exception>
    public static (string Directory, BufConfiguration Configuration)? Find(string named, string start)
    {
        var files = BufYaml.Upwards(start).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            var directory = Path.GetDirectoryName(files[i])!;
            var configuration = In(directory)!;
            if (!Concerns(configuration, directory, named))
            {
                continue;
            }

            // A module of v1 may belong to a workspace above, where its imports are.
            var workspace = configuration.Version == BufVersion.V2 || Path.GetFileName(files[i]) == BufYaml.WorkspaceName
                ? null
                : files.Skip(i + 1).FirstOrDefault(file => Path.GetFileName(file) == BufYaml.WorkspaceName && Lists(file, directory));
            return workspace is null ? (directory, configuration) : (Path.GetDirectoryName(workspace)!, In(Path.GetDirectoryName(workspace)!)!);
        }

        return null;
    }

    /// <summary>What the buf.yaml or buf.work.yaml of a directory says; null without one.</summary>
    /// <exception cref="ToolException">It cannot be used.</exception>
    public static BufConfiguration? In(string directory)
    {
        var (file, workspace) = (Path.Combine(directory, BufYaml.Name), Path.Combine(directory, BufYaml.WorkspaceName));
        if (!File.Exists(workspace))
        {
            return File.Exists(file) ? Read(file) : null;
        }

        return File.Exists(file)
            ? throw new ToolException($"'{directory}' has a buf.yaml and a buf.work.yaml: which modules are meant? Remove one of them.")
            : BufConfiguration.Combine(Directories(workspace).Select(module => KeyValuePair.Create(module, In(Path.Combine(directory, module)))));
    }

    /// <summary>Reads a buf.yaml.</summary>
    /// <exception cref="ToolException">It is missing or cannot be used.</exception>
    public static BufConfiguration Read(string file) => File.Exists(file)
        ? Parse(file, BufConfiguration.Parse)
        : throw new ToolException($"No configuration file '{file}' (--config).");

    private static IReadOnlyList<string> Directories(string workspace) => Parse(workspace, BufConfiguration.ParseWorkspace);

    private static bool Lists(string workspace, string directory) =>
        Directories(workspace).Any(module => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(workspace)!, module)) == directory);

    private static bool Concerns(BufConfiguration configuration, string directory, string named) =>
        named == directory
        || configuration.Modules.SelectMany(module => module.Roots).Select(root => Path.GetFullPath(Path.Combine(directory, root))).Any(root => Holds(root, named) || Holds(named, root));

    private static bool Holds(string directory, string path) =>
        path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static T Parse<T>(string file, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (BufConfigurationException exception)
        {
            throw new ToolException($"{file}({exception.Line + 1},{exception.Column + 1}): {exception.Message}");
        }
    }
}
