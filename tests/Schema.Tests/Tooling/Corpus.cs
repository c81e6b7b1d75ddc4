namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Public API definitions in the folder that the environment variable GRPCSDK_CORPUS names.</summary>
internal static class Corpus
{
    private static readonly string? Root = Environment.GetEnvironmentVariable("GRPCSDK_CORPUS");

    /// <summary>Copies an API and those that it imports into a folder, side by side; returns the API's own. Skips the test without a corpus.</summary>
    public static string Copy(string api, TemporaryDirectory directory, params IEnumerable<string> imports)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Root) || !Directory.Exists(Root), "GRPCSDK_CORPUS does not name a folder with public protos.");
        foreach (var name in imports.Append(api))
        {
            foreach (var file in TemporaryDirectory.ProtosIn(Path.Combine(Root!, name)))
            {
                var target = directory.File(Path.Combine(name, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.Combine(Root!, name, file), target);
            }
        }

        return directory.File(api);
    }

    /// <summary>The API's files as targets, placed relative to a workspace, all others as imports.</summary>
    public static async Task<SchemaImage> CompileAsync(TemporaryDirectory directory, string api, string workspace, params IEnumerable<string> imports)
    {
        var root = directory.File(api);
        var files = TemporaryDirectory.ProtosIn(root);
        var set = await Protoc.CompileAsync(root, files, [.. imports.Select(directory.File)]);
        var prefix = Path.GetRelativePath(workspace, root);
        return SchemaImage.Parse(set, [.. files.Select(file => new SchemaTarget(file, prefix == "." ? file : prefix + "/" + file))]);
    }
}
