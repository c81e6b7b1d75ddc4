// The unit of one protoc run: files that see the same roots and import directories.
namespace GrpcSdk.Shared;

/// <summary>A .proto file: its full path, and the name that protoc knows it by.</summary>
/// <param name="FullPath">Absolute path.</param>
/// <param name="Name">Path relative to the first import directory that holds the file, with forward slashes.</param>
internal sealed record ProtoSetFile(string FullPath, string Name);

/// <summary>Files with one list of import directories. protoc refuses a run in which one root shadows another, so each set is a run.</summary>
internal sealed class ProtoSet
{
    public ProtoSet(string root, IReadOnlyList<string> importDirectories, IReadOnlyList<ProtoSetFile> files)
    {
        Root = root;
        ImportDirectories = importDirectories;
        Files = files;
    }

    /// <summary>The proto root: where the search for buf.yaml starts.</summary>
    public string Root { get; }

    /// <summary>What becomes <c>-I</c>, in the order that Grpc.Tools uses: additional directories, standard imports, root.</summary>
    public IReadOnlyList<string> ImportDirectories { get; }

    public IReadOnlyList<ProtoSetFile> Files { get; }

    /// <summary>Builds a set, naming each file as protoc does: relative to the first import directory that it lies under.</summary>
    public static ProtoSet Create(string root, IReadOnlyList<string> importDirectories, IEnumerable<string> files) =>
        new(root, importDirectories, [.. files
            .Distinct(StringComparer.Ordinal)
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => new ProtoSetFile(file, NameOf(file, importDirectories)))]);

    private static string NameOf(string fullPath, IReadOnlyList<string> importDirectories)
    {
        foreach (var directory in importDirectories)
        {
            var prefix = directory.TrimEnd('/', '\\') + Path.DirectorySeparatorChar;
            if (fullPath.StartsWith(prefix, StringComparison.Ordinal))
            {
                return fullPath.Substring(prefix.Length).Replace('\\', '/');
            }
        }

        return Path.GetFileName(fullPath);
    }
}
