// The unit of one protoc run: files that see the same roots and import directories.
using System.Security.Cryptography;
using System.Text;

namespace GrpcSdk.Build;

/// <summary>A .proto file of the project: its full path, the name that protoc knows it by, and who else compiles it.</summary>
/// <param name="FullPath">Absolute path.</param>
/// <param name="Name">Path relative to the first import directory that holds the file, with forward slashes.</param>
/// <param name="IsCompiled">Whether Grpc.Tools compiles the file too, and therefore reports protoc's errors about it.</param>
internal sealed record ProtoFile(string FullPath, string Name, bool IsCompiled);

/// <summary>Files with one list of import directories. protoc refuses a run in which one root shadows another, so each set is a run.</summary>
internal sealed class ProtoSet
{
    public ProtoSet(string root, IReadOnlyList<string> importDirectories, IReadOnlyList<ProtoFile> files)
    {
        Root = root;
        ImportDirectories = importDirectories;
        Files = files;
        Id = Hex.Sha256(string.Join("\n", importDirectories)).Substring(0, 12);
    }

    /// <summary>Names the set in file names and metadata; stays the same when files come and go.</summary>
    public string Id { get; }

    /// <summary>The proto root: where the search for buf.yaml starts.</summary>
    public string Root { get; }

    /// <summary>What becomes <c>-I</c>, in the order that Grpc.Tools uses: additional directories, standard imports, root.</summary>
    public IReadOnlyList<string> ImportDirectories { get; }

    public IReadOnlyList<ProtoFile> Files { get; }

    /// <summary>Builds a set, naming each file as protoc does: relative to the first import directory that it lies under.</summary>
    public static ProtoSet Create(string root, IReadOnlyList<string> importDirectories, IEnumerable<(string FullPath, bool IsCompiled)> files) =>
        new(root, importDirectories, files
            .GroupBy(file => file.FullPath, StringComparer.Ordinal)
            .Select(same => new ProtoFile(same.Key, NameOf(same.Key, importDirectories), same.Any(file => file.IsCompiled)))
            .OrderBy(file => file.FullPath, StringComparer.Ordinal)
            .ToArray());

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

/// <summary>Hashes as text.</summary>
internal static class Hex
{
    public static string Sha256(string text)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "").ToLowerInvariant();
    }
}
