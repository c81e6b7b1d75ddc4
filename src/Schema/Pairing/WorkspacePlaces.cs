using GrpcSdk.Schema.Configuration;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Pairing;

/// <summary>
/// Where a file that may no longer exist would be in the workspace: where it is, or beside the files of today that have the
/// same directory in their names (first those of its package: several modules may have the directory), or the nearest
/// directory above it.
/// </summary>
internal sealed class WorkspacePlaces
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Directory, string Package), string> _packages = [];
    private readonly Dictionary<string, string> _directories = new(StringComparer.Ordinal);

    public WorkspacePlaces(SchemaImage current)
    {
        foreach (var file in current.Files.Where(file => file.IsTarget))
        {
            var (directory, place) = (BufPath.DirectoryOf(file.Name), BufPath.DirectoryOf(file.WorkspacePath!));
            _files[file.Name] = file.WorkspacePath!;
            _packages[(directory, file.Package)] = place;
            Learn(directory, place);
        }
    }

    /// <summary>The path, relative to buf.yaml, of a file of the previous schema.</summary>
    public string Of(ProtoFile file)
    {
        if (_files.TryGetValue(file.Name, out var path))
        {
            return path;
        }

        var directory = BufPath.DirectoryOf(file.Name);
        if (_packages.TryGetValue((directory, file.Package), out var place))
        {
            return Below(place, directory, file.Name);
        }

        while (!_directories.TryGetValue(directory, out place))
        {
            if (directory == BufPath.Root)
            {
                return file.Name;
            }

            directory = BufPath.DirectoryOf(directory);
        }

        return Below(place, directory, file.Name);
    }

    private static string Below(string place, string directory, string name)
    {
        var rest = BufPath.RelativeTo(directory, name);
        return place == BufPath.Root ? rest : place + "/" + rest;
    }

    /// <summary>What holds for a directory holds for the one above it, as long as both are called the same.</summary>
    private void Learn(string directory, string place)
    {
        while (!_directories.ContainsKey(directory))
        {
            _directories.Add(directory, place);
            if (directory == BufPath.Root || LastOf(directory) != LastOf(place))
            {
                return;
            }

            (directory, place) = (BufPath.DirectoryOf(directory), BufPath.DirectoryOf(place));
        }
    }

    private static string LastOf(string path) => path.Substring(path.LastIndexOf('/') + 1);
}
