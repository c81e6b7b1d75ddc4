using GrpcSdk.Schema.Configuration;

namespace GrpcSdk.Schema.Model;

/// <summary>Which files a module of buf.yaml holds. A directory that is a module of its own does not belong to the one around it.</summary>
internal sealed class ModuleFiles
{
    private readonly BufModule _module;
    private readonly List<string> _innerModules;

    private ModuleFiles(BufModule module, List<string> innerModules)
    {
        _module = module;
        _innerModules = innerModules;
    }

    /// <summary>The files of one of the configuration's modules.</summary>
    public static ModuleFiles Of(BufConfiguration configuration, BufModule module) => new(
        module,
        [.. configuration.Modules
            .Where(other => other != module)
            .SelectMany(other => other.Roots)
            .Where(root => module.Roots.Any(own => own != root && BufPath.Contains(own, root)))]);

    /// <summary>The path of a file within the module; <see langword="null"/> when the module does not hold it.</summary>
    public string? PathOf(string workspacePath) => IsInner(workspacePath) ? null : _module.PathOf(workspacePath);

    /// <summary>The path that a file has below the module's directory, also when includes and excludes leave it out.</summary>
    public string? PlaceOf(string workspacePath) => IsInner(workspacePath) ? null : _module.PlaceOf(workspacePath);

    /// <summary>The targets of an image that the module holds, with their paths in it.</summary>
    public Dictionary<ProtoFile, string> PathsOf(SchemaImage image)
    {
        var paths = new Dictionary<ProtoFile, string>();
        foreach (var file in image.Files)
        {
            if (file.WorkspacePath is { } workspacePath && PathOf(workspacePath) is { } path)
            {
                paths.Add(file, path);
            }
        }

        return paths;
    }

    private bool IsInner(string workspacePath) => _innerModules.Exists(root => BufPath.Contains(root, workspacePath));
}
