using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema;

/// <summary>
/// A compiled schema: every file of a descriptor set, with the files that are to be checked marked as targets. Made by
/// <c>protoc --include_imports --include_source_info</c> or <c>buf build</c>.
/// </summary>
public sealed class SchemaImage
{
    private SchemaImage(IReadOnlyList<ProtoFile> files)
    {
        Files = files;
    }

    /// <summary>The files of the set, each once, in its order.</summary>
    internal IReadOnlyList<ProtoFile> Files { get; }

    /// <summary>Names of the files of the set, imports included.</summary>
    public IEnumerable<string> FileNames => Files.Select(file => file.Name);

    /// <summary>Reads a set of which every file is a target, such as a baseline.</summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static SchemaImage Parse(byte[] fileDescriptorSet) => Create(ParseSet(fileDescriptorSet), name => name);

    /// <summary>Reads a set; files that are not named as targets are imports. A target that the set lacks is ignored.</summary>
    /// <param name="fileDescriptorSet">A serialized <c>google.protobuf.FileDescriptorSet</c>, or a buf image, which is one too.</param>
    /// <param name="targets">The files to check.</param>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static SchemaImage Parse(byte[] fileDescriptorSet, IReadOnlyCollection<SchemaTarget> targets)
    {
        var paths = new Dictionary<string, string>(targets.Count, StringComparer.Ordinal);
        foreach (var target in targets)
        {
            paths[target.Name] = target.WorkspacePath ?? target.Name;
        }

        return Create(ParseSet(fileDescriptorSet), name => paths.TryGetValue(name, out var path) ? path : null);
    }

    private static FileDescriptorSet ParseSet(byte[] bytes)
    {
        try
        {
            return FileDescriptorSet.Parser.WithExtensionRegistry(LanguageFeatures.Registry).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new SchemaImageException($"Not a descriptor set: {exception.Message}", exception);
        }
    }

    private static SchemaImage Create(FileDescriptorSet set, Func<string, string?> workspacePathOf)
    {
        var files = new List<ProtoFile>(set.File.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var descriptor in set.File)
        {
            if (descriptor.Name.Length == 0)
            {
                throw new SchemaImageException("Not a descriptor set: it has a file without a name.");
            }

            if (seen.Add(descriptor.Name))
            {
                files.Add(new ProtoFile(descriptor, workspacePathOf(descriptor.Name)));
            }
        }

        return new SchemaImage(files);
    }
}
