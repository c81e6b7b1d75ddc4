namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>A folder with a buf.yaml, compiled and checked as a build would: every root of its modules is a proto root.</summary>
internal static class Workspace
{
    /// <summary>Lints the folder with our engine; the annotations are in buf's form.</summary>
    public static async Task<IReadOnlyList<BufAnnotation>> LintAsync(string directory)
    {
        var (configuration, image, pathOf) = await ReadAsync(directory);
        return Differential.ToBuf(SchemaLinter.Run(image, configuration), directory, pathOf);
    }

    /// <summary>Compares two such folders with our engine; the configuration is that of the current one.</summary>
    public static async Task<IReadOnlyList<BufAnnotation>> BreakingAsync(string current, string previous)
    {
        var (configuration, image, pathOf) = await ReadAsync(current);
        return Differential.ToBuf(SchemaBreaking.Run(image, (await ReadAsync(previous)).Image, configuration), current, pathOf);
    }

    private static async Task<(BufConfiguration Configuration, SchemaImage Image, Func<string, string> PathOf)> ReadAsync(string directory)
    {
        var configuration = BufConfiguration.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "buf.yaml")));
        var targets = TargetsOf(directory, configuration);
        var paths = targets.ToDictionary(target => target.Name, target => target.WorkspacePath!);
        return (configuration, SchemaImage.Parse(await CompileAsync(directory, configuration, targets), targets), name => paths[name]);
    }

    private static List<SchemaTarget> TargetsOf(string directory, BufConfiguration configuration) =>
    [
        .. (from module in configuration.Modules
            from root in module.Roots
            from file in TemporaryDirectory.ProtosIn(Path.Combine(directory, root))
            orderby root.Length descending
            let target = new SchemaTarget(file, root == "." ? file : root + "/" + file)
            where module.PathOf(target.WorkspacePath!) is not null
            select target).DistinctBy(target => target.WorkspacePath),
    ];

    private static Task<byte[]> CompileAsync(string directory, BufConfiguration configuration, IEnumerable<SchemaTarget> targets)
    {
        var roots = configuration.Modules.SelectMany(module => module.Roots).Select(root => Path.Combine(directory, root)).ToList();
        return Protoc.CompileAsync(roots[0], targets.Select(target => target.Name), [.. roots.Skip(1)]);
    }
}
