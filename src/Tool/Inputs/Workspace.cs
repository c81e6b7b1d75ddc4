// The .proto files that a command line names, with the configuration of buf that governs them.
using GrpcSdk.Schema;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A directory with a configuration, and those files of its modules that were named.</summary>
/// <param name="Directory">The directory of the configuration; absolute. Paths of the configuration are relative to it.</param>
/// <param name="Configuration">What buf.yaml or buf.work.yaml says; without one, the preset.</param>
/// <param name="Roots">The modules' roots, absolute, deeper ones first: protoc's import directories.</param>
/// <param name="Targets">The files to check.</param>
/// <param name="Named">The directory or file that the command line named, absolute.</param>
internal sealed record Workspace(
    string Directory,
    BufConfiguration Configuration,
    IReadOnlyList<string> Roots,
    IReadOnlyList<SchemaTarget> Targets,
    string Named)
{
    /// <summary>Opens a directory or a single file, as buf does: with the workspace above that has it in one of its modules.</summary>
    /// <param name="path">The directory or .proto file.</param>
    /// <param name="configurationFile">Another buf.yaml than the one found; its paths are relative to the directory.</param>
    /// <param name="preset">What counts without a buf.yaml.</param>
    /// <exception cref="ToolException">There is no such directory or file, no .proto file in it, or buf.yaml cannot be used.</exception>
    public static Workspace Open(string path, string? configurationFile, BufConfiguration preset)
    {
        var named = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var isFile = File.Exists(named) && named.EndsWith(".proto", StringComparison.Ordinal);
        if (!isFile && !System.IO.Directory.Exists(named))
        {
            throw new ToolException($"No directory '{path}', and no .proto file of that name.");
        }

        var start = isFile ? Path.GetDirectoryName(named)! : named;
        var (directory, configuration) = configurationFile is null
            ? WorkspaceConfiguration.Find(named, start) ?? (start, preset)
            : (start, WorkspaceConfiguration.Read(configurationFile));
        var roots = RootsOf(directory, configuration);
        var targets = roots.SelectMany(root => TargetsIn(directory, root.Directory, root.Module, named)).ToList();
        return targets.Count > 0
            ? new Workspace(directory, configuration, [.. roots.Select(root => root.Directory).Distinct(StringComparer.Ordinal)], Distinct(targets), named)
            : throw new ToolException($"No .proto files in '{path}', or none that a module of its buf.yaml holds.");
    }

    /// <summary>The current directory as the place of an image's files, so that findings can name them.</summary>
    /// <exception cref="ToolException">buf.yaml cannot be used.</exception>
    public static Workspace ForImage(IEnumerable<string> files, string? configurationFile, BufConfiguration preset)
    {
        var directory = System.IO.Directory.GetCurrentDirectory();
        var configuration = configurationFile is null ? WorkspaceConfiguration.In(directory) ?? preset : WorkspaceConfiguration.Read(configurationFile);
        var roots = RootsOf(directory, configuration).Select(root => root.Directory).Distinct(StringComparer.Ordinal).ToList();
        var targets = files.Select(name =>
        {
            var root = roots.Find(candidate => File.Exists(Path.Combine(candidate, name)));
            return new SchemaTarget(name, root is null ? null : Relative(directory, Path.Combine(root, name)));
        });
        return new Workspace(directory, configuration, roots, [.. targets], directory);
    }

    /// <summary>The named files with the roots that they are looked for in.</summary>
    public ProtoSet ToSet() => ProtoSet.Create(Directory, Roots, Targets.Select(target => PathOf(target.Name)!));

    /// <summary>The file on the disk; null when the workspace does not hold it.</summary>
    public string? PathOf(string name) => Roots.Select(root => Path.Combine(root, name)).FirstOrDefault(File.Exists);

    private static List<(BufModule Module, string Directory)> RootsOf(string directory, BufConfiguration configuration) =>
    [
        .. configuration.Modules
            .SelectMany(module => module.Roots.Select(root => (Module: module, Directory: Path.GetFullPath(Path.Combine(directory, root)))))
            .OrderByDescending(root => root.Directory.Length),
    ];

    private static IEnumerable<SchemaTarget> TargetsIn(string workspace, string root, BufModule module, string named)
    {
        var files = System.IO.Directory.Exists(root) ? ProtoFiles.Below(root) : [];
        var held = files
            .Select(file => (File: file, Target: new SchemaTarget(Relative(root, file), Relative(workspace, file))))
            .Where(entry => module.PathOf(entry.Target.WorkspacePath!) == entry.Target.Name)
            .ToList();

        // A module that lost its files, or whose path is misspelled, would be checked in silence.
        if (held.Count == 0 && named == workspace && workspace != root)
        {
            throw new ToolException($"The module '{Relative(workspace, root)}' of '{workspace}' has no .proto files.");
        }

        return held.Where(entry => entry.File == named || named == workspace || entry.File.StartsWith(named + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Select(entry => entry.Target);
    }

    /// <summary>Modules may share a directory; two files of one name cannot be told apart by whoever imports them.</summary>
    private static List<SchemaTarget> Distinct(IEnumerable<SchemaTarget> targets)
    {
        var byName = new Dictionary<string, SchemaTarget>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            if (byName.TryGetValue(target.Name, out var other) && other.WorkspacePath != target.WorkspacePath)
            {
                throw new ToolException($"'{other.WorkspacePath}' and '{target.WorkspacePath}' have the same name '{target.Name}' in their modules.");
            }

            byName[target.Name] = target;
        }

        return [.. byName.Values.OrderBy(target => target.Name, StringComparer.Ordinal)];
    }

    private static string Relative(string directory, string file) => Path.GetRelativePath(directory, file).Replace('\\', '/');
}
