// Image files: descriptor sets as `buf build -o` and protoc write them, binary or JSON, plain or gzipped.
using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Reads a descriptor set from a file.</summary>
internal static class ImageFile
{
    private static readonly string[] Extensions = [".binpb", ".bin", ".pb", ".json", ".gz"];

    // buf.alpha.image.v1.ImageFile.buf_extension and ImageFileExtension.is_import.
    private const int BufExtensionFieldNumber = 8042;
    private const int IsImportFieldNumber = 1;

    // Options may hold extensions that nobody here knows, and buf adds a field of its own to every file.
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The serialized <c>FileDescriptorSet</c> of a <c>.binpb</c>, <c>.bin</c>, <c>.pb</c> or <c>.json</c> file, each also with <c>.gz</c>.</summary>
    /// <exception cref="ToolException">The file is missing or is no image.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"No image file '{path}'.");
        }

        try
        {
            var name = path;
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            if (HasExtension(name, ".gz"))
            {
                bytes = await GunzipAsync(bytes, cancellationToken);
                name = Path.GetFileNameWithoutExtension(name);
            }

            return HasExtension(name, ".json")
                ? Json.Parse<FileDescriptorSet>(System.Text.Encoding.UTF8.GetString(bytes)).ToByteArray()
                : bytes;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new ToolException($"'{path}' is not an image file: {exception.Message} Write one with 'grpcsdk baseline' or 'buf build -o'.");
        }
    }

    /// <summary>Whether a path names an image and not a directory.</summary>
    public static bool IsImage(string path) =>
        !System.IO.Directory.Exists(path)
        && Extensions.Any(extension => HasExtension(path, extension));

    /// <summary>The files of an image that buf did not mark as imports; all of them in a set that protoc wrote.</summary>
    public static IReadOnlyList<string> OwnFiles(byte[] image)
    {
        var names = new List<string>();
        var set = new CodedInputStream(image);
        while (set.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) != FileDescriptorSet.FileFieldNumber)
            {
                set.SkipLastField();
            }
            else if (OwnName(set.ReadBytes().CreateCodedInput()) is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static string? OwnName(CodedInputStream file)
    {
        var name = "";
        var isImport = false;
        while (file.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case FileDescriptorProto.NameFieldNumber:
                    name = file.ReadString();
                    break;
                case BufExtensionFieldNumber:
                    isImport = IsImport(file.ReadBytes().CreateCodedInput());
                    break;
                default:
                    file.SkipLastField();
                    break;
            }
        }

        return isImport ? null : name;
    }

    private static bool IsImport(CodedInputStream extension)
    {
        var isImport = false;
        while (extension.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == IsImportFieldNumber)
            {
                isImport = extension.ReadBool();
            }
            else
            {
                extension.SkipLastField();
            }
        }

        return isImport;
    }

    private static async Task<byte[]> GunzipAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        using var result = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await gzip.CopyToAsync(result, cancellationToken);
        return result.ToArray();
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
