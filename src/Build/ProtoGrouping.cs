// Sorts Protobuf items into sets by what protoc may see of the disk, with Grpc.Tools' own rules for roots.
using GrpcSdk.Shared;
using Microsoft.Build.Framework;

namespace GrpcSdk.Build;

/// <summary>Makes <see cref="ProtoSet"/>s of Protobuf items.</summary>
internal sealed class ProtoGrouping(string projectDirectory, IReadOnlyList<string> standardImportDirectories, string defaultProtoRoot)
{
    private readonly string _projectDirectory = WithoutTrailingSeparator(Path.GetFullPath(projectDirectory));

    public IReadOnlyList<ProtoSet> Group(IEnumerable<ITaskItem> protobufItems) =>
        [.. protobufItems
            .Select(item => (Root: RootOf(item), Imports: ImportDirectoriesOf(item), Item: item))
            .Select(entry => (entry.Root, Directories: DirectoriesFor(entry.Root, entry.Imports), entry.Item))
            .GroupBy(entry => string.Join("\n", [entry.Root, .. entry.Directories]), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => ProtoSet.Create(group.First().Root, group.First().Directories, group.Select(entry => Resolve(entry.Item.ItemSpec))))];

    /// <summary>The root of files in the project that name none; where its .proto files were when none is left.</summary>
    public string DefaultRoot => defaultProtoRoot.Length > 0 ? Resolve(defaultProtoRoot) : _projectDirectory;

    /// <summary>A set of that root without a file: what a project has that deleted its last one.</summary>
    public ProtoSet Empty() => ProtoSet.Create(DefaultRoot, DirectoriesFor(DefaultRoot, []), []);

    /// <summary>
    /// The item's ProtoRoot; without one the project directory for files below it, and for others the project's default
    /// root or the file's own directory (target _Protobuf_SetProtoRoot of Grpc.Tools).
    /// </summary>
    private string RootOf(ITaskItem item)
    {
        var root = item.GetMetadata("ProtoRoot");
        if (root.Length > 0)
        {
            return Resolve(root);
        }

        var fullPath = Resolve(item.ItemSpec);
        if (fullPath.StartsWith(_projectDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return _projectDirectory;
        }

        return defaultProtoRoot.Length > 0 ? Resolve(defaultProtoRoot) : WithoutTrailingSeparator(Path.GetDirectoryName(fullPath)!);
    }

    private IEnumerable<string> ImportDirectoriesOf(ITaskItem item) =>
        item.GetMetadata("AdditionalImportDirs")
            .Split([';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => directory.Trim())
            .Where(directory => directory.Length > 0)
            .Select(Resolve);

    private string[] DirectoriesFor(string root, IEnumerable<string> additional) =>
        [.. additional.Concat(standardImportDirectories.Select(Resolve)).Concat([root]).Distinct(StringComparer.Ordinal)];

    private string Resolve(string path) =>
        WithoutTrailingSeparator(Path.GetFullPath(Path.Combine(_projectDirectory, path.Replace('\\', Path.DirectorySeparatorChar))));

    /// <summary>A root directory keeps its separator: there it is the name.</summary>
    private static string WithoutTrailingSeparator(string path) =>
        path.Length > 1 && path != Path.GetPathRoot(path) ? path.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : path;
}
