using GrpcSdk.Schema.Configuration;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Pairing;

/// <summary>
/// Where a file that may no longer exist would be in the workspace: beside the files of today that have the same
/// directory in their names, or the nearest directory above it.
/// </summary>
internal sealed class WorkspacePlaces
{
    private readonly Dictionary<string, string> _directories = new(StringComparer.Ordinal);

    public WorkspacePlaces(SchemaImage current)
    {
        foreach (var file in current.Files.Where(file => file.IsTarget))
        {
            Learn(BufPath.DirectoryOf(file.Name), BufPath.DirectoryOf(file.WorkspacePath!));
        }
    }

    /// <summary>The path relative to buf.yaml of a file that protoc knows by the name.</summary>
    public string Of(string name)
    {
        for (var directory = BufPath.DirectoryOf(name); ; directory = BufPath.DirectoryOf(directory))
        {
            if (_directories.TryGetValue(directory, out var place))
            {
                var rest = BufPath.RelativeTo(directory, name);
                return place == BufPath.Root ? rest : place + "/" + rest;
            }

            if (directory == BufPath.Root)
            {
                return name;
            }
        }
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
