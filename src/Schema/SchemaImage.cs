using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Reading;

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

    /// <summary>Reads a set of which every file is a target that is not marked as an import, such as a baseline.</summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static SchemaImage Parse(byte[] fileDescriptorSet)
    {
        var own = new HashSet<string>(OwnFileNames(fileDescriptorSet), StringComparer.Ordinal);
        return new(DescriptorSetReader.Read(fileDescriptorSet, name => own.Contains(name) ? name : null));
    }

    /// <summary>Reads a set; files that are not named as targets are imports. A target that the set lacks is ignored.</summary>
    /// <param name="fileDescriptorSet">
    /// A serialized <c>google.protobuf.FileDescriptorSet</c>, or a buf image, which is one too. The image keeps the array.
    /// </param>
    /// <param name="targets">The files to check.</param>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static SchemaImage Parse(byte[] fileDescriptorSet, IReadOnlyCollection<SchemaTarget> targets)
    {
        var paths = new Dictionary<string, string>(targets.Count, StringComparer.Ordinal);
        foreach (var target in targets)
        {
            paths[target.Name] = target.WorkspacePath ?? target.Name;
        }

        return new SchemaImage(DescriptorSetReader.Read(fileDescriptorSet, name => paths.TryGetValue(name, out var path) ? path : null));
    }

    /// <summary>
    /// Names of the files of a set that buf did not mark as imports (<c>buf.alpha.image.v1.ImageFileExtension.is_import</c>):
    /// all of them in a set that protoc wrote.
    /// </summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static IReadOnlyList<string> OwnFileNames(byte[] fileDescriptorSet) => DescriptorSetReader.OwnFileNames(fileDescriptorSet);
}
