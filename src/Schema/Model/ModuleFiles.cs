namespace GrpcSdk.Schema.Model;

/// <summary>Which targets of an image a module of buf.yaml holds.</summary>
internal static class ModuleFiles
{
    /// <summary>The module's files with their paths in it.</summary>
    public static Dictionary<ProtoFile, string> PathsOf(SchemaImage image, BufModule module)
    {
        var paths = new Dictionary<ProtoFile, string>();
        foreach (var file in image.Files)
        {
            if (file.WorkspacePath is { } workspacePath && module.PathOf(workspacePath) is { } path)
            {
                paths.Add(file, path);
            }
        }

        return paths;
    }
}
