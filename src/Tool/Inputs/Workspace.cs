// A directory of .proto files with the buf.yaml that belongs to it.
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A directory, its configuration and the files that the configuration's modules hold.</summary>
/// <param name="Directory">The directory of buf.yaml, or the one that was named; absolute.</param>
/// <param name="Configuration">What buf.yaml says; without one, the preset.</param>
/// <param name="Roots">The modules' roots, absolute: protoc's import directories.</param>
/// <param name="Targets">The files to check.</param>
internal sealed record Workspace(
    string Directory,
    BufConfiguration Configuration,
    IReadOnlyList<string> Roots,
    IReadOnlyList<SchemaTarget> Targets)
{
    private const string BufYaml = "buf.yaml";

    /// <summary>Opens a directory with the buf.yaml that lies in it.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="configurationFile">Another buf.yaml than the one found there.</param>
    /// <param name="preset">What counts without a buf.yaml.</param>
    /// <exception cref="ToolException">There is no such directory, no .proto file in it, or buf.yaml cannot be used.</exception>
    public static Workspace Open(string path, string? configurationFile, BufConfiguration preset)
    {
        var directory = Path.GetFullPath(path);
        if (!System.IO.Directory.Exists(directory))
        {
            throw new ToolException($"No directory '{path}'.");
        }

        var configuration = Configure(directory, configurationFile, preset);
        var roots = RootsOf(directory, configuration);
        var targets = roots.SelectMany(root => TargetsIn(directory, root.Directory, root.Module)).ToList();
        return targets.Count > 0
            ? new Workspace(directory, configuration, [.. roots.Select(root => root.Directory)], targets)
            : throw new ToolException($"No .proto files in '{path}', or none that a module of its buf.yaml holds.");
    }

    /// <summary>The current directory as the place of an image's files, so that findings can name them.</summary>
    /// <exception cref="ToolException">buf.yaml cannot be used.</exception>
    public static Workspace ForImage(IEnumerable<string> files, string? configurationFile, BufConfiguration preset)
    {
        var directory = System.IO.Directory.GetCurrentDirectory();
        var configuration = Configure(directory, configurationFile, preset);
        var roots = RootsOf(directory, configuration).Select(root => root.Directory).ToList();
        var targets = files.Select(name =>
        {
            var root = roots.Find(candidate => File.Exists(Path.Combine(candidate, name)));
            return new SchemaTarget(name, root is null ? null : Relative(directory, Path.Combine(root, name)));
        });
        return new Workspace(directory, configuration, roots, [.. targets]);
    }

    /// <summary>The file on the disk; null when the workspace does not hold it.</summary>
    public string? PathOf(string name) => Roots.Select(root => Path.Combine(root, name)).FirstOrDefault(File.Exists);

    private static BufConfiguration Configure(string directory, string? configurationFile, BufConfiguration preset)
    {
        if (configurationFile is not null && !File.Exists(configurationFile))
        {
            throw new ToolException($"No configuration file '{configurationFile}' (--config).");
        }

        var file = configurationFile ?? Path.Combine(directory, BufYaml);
        return File.Exists(file) ? Read(file) : preset;
    }

    private static List<(BufModule Module, string Directory)> RootsOf(string directory, BufConfiguration configuration) =>
    [
        .. configuration.Modules
            .SelectMany(module => module.Roots.Select(root => (Module: module, Directory: Path.GetFullPath(Path.Combine(directory, root)))))
            .Where(root => System.IO.Directory.Exists(root.Directory))
            .DistinctBy(root => root.Directory),
    ];

    private static IEnumerable<SchemaTarget> TargetsIn(string workspace, string root, BufModule module) =>
        System.IO.Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories)
            .Select(file => new SchemaTarget(Relative(root, file), Relative(workspace, file)))
            .Where(target => module.PathOf(target.WorkspacePath!) is not null)
            .OrderBy(target => target.Name, StringComparer.Ordinal);

    private static string Relative(string directory, string file) => Path.GetRelativePath(directory, file).Replace('\\', '/');

    private static BufConfiguration Read(string file)
    {
        try
        {
            return BufConfiguration.Parse(File.ReadAllText(file));
        }
        catch (BufConfigurationException exception)
        {
            throw new ToolException($"{file}({exception.Line + 1},{exception.Column + 1}): {exception.Message}");
        }
    }
}
