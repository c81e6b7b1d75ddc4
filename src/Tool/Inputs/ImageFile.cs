// Image files: descriptor sets as `buf build -o` and protoc write them, binary or JSON, plain or gzipped.
using System.IO.Compression;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Reads a descriptor set from a file.</summary>
internal static class ImageFile
{
    private static readonly string[] Extensions = [".binpb", ".bin", ".pb", ".json", ".gz"];

    // buf.alpha.image.v1.ImageFile.buf_extension (field 8042) with ImageFileExtension.is_import (field 1), serialized.
    private static readonly byte[] ImportMark = [0xd2, 0xf6, 0x03, 0x02, 0x08, 0x01];

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
                ? FromJson(System.Text.Encoding.UTF8.GetString(bytes))
                : bytes;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidProtocolBufferException or InvalidJsonException or JsonException)
        {
            throw new ToolException($"'{path}' is not an image file: {exception.Message} Write one with 'grpcsdk baseline' or 'buf build -o'.");
        }
    }

    /// <summary>Whether a path names an image and not a directory.</summary>
    public static bool IsImage(string path) =>
        !System.IO.Directory.Exists(path)
        && Extensions.Any(extension => HasExtension(path, extension));

    // Google.Protobuf does not know buf's mark of an import: it is carried over by hand.
    private static byte[] FromJson(string json)
    {
        var set = Json.Parse<FileDescriptorSet>(json);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonParser.Settings.Default.RecursionLimit });
        if (document.RootElement.TryGetProperty("file", out var files) && files.ValueKind == JsonValueKind.Array)
        {
            foreach (var (file, source) in set.File.Zip(files.EnumerateArray()))
            {
                if (source.TryGetProperty("bufExtension", out var extension)
                    && extension.TryGetProperty("isImport", out var isImport)
                    && isImport.ValueKind == JsonValueKind.True)
                {
                    file.MergeFrom(ImportMark);
                }
            }
        }

        return set.ToByteArray();
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
