// Image files: descriptor sets as `buf build -o` and protoc write them, binary or JSON, plain or gzipped.
using System.IO.Compression;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Reads a descriptor set from a file.</summary>
internal static class ImageFile
{
    /// <summary>What an image may have unpacked, in MiB, unless an option says otherwise.</summary>
    public const int DefaultLimit = 256;

    // buf.alpha.image.v1.ImageFile.buf_extension (field 8042) with ImageFileExtension.is_import (field 1), serialized.
    private static readonly byte[] ImportMark = [0xd2, 0xf6, 0x03, 0x02, 0x08, 0x01];

    // Options may hold extensions that nobody here knows, and buf adds a field of its own to every file.
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The serialized <c>FileDescriptorSet</c> of a <c>.binpb</c>, <c>.bin</c>, <c>.pb</c> or <c>.json</c> file, each also with <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most MiB that it may have unpacked: a small file of somebody else's must not fill the memory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ToolException">The file is missing, is no image, holds no files or is too big.</exception>
    public static async Task<byte[]> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"No image file '{path}'.");
        }

        try
        {
            var source = BaselineSource.Of(path, Directory.GetCurrentDirectory());
            await using var file = File.OpenRead(path);
            await using var content = source.IsGzipped ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            var bytes = await ReadAsync(content, path, (long)limit << 20, cancellationToken);
            var set = source.IsJson ? FromJson(System.Text.Encoding.UTF8.GetString(bytes)) : bytes;
            return SchemaImage.Parse(set).FileNames.Any() ? set : throw new ToolException($"The image '{path}' contains no files.");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidProtocolBufferException or InvalidJsonException or JsonException or SchemaImageException)
        {
            throw new ToolException($"'{path}' is not an image file: {exception.Message} Write one with 'grpcsdk baseline' or 'buf build -o'.");
        }
    }

    /// <summary>Writes a serialized descriptor set in the form that the file's name says.</summary>
    /// <exception cref="ToolException">It is a form that is only read.</exception>
    public static async Task WriteAsync(string path, byte[] set, CancellationToken cancellationToken)
    {
        RequireWritable(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = File.Create(path);
        await using var content = BaselineSource.Of(path, Directory.GetCurrentDirectory()).IsGzipped ? new GZipStream(file, CompressionLevel.Optimal) : (Stream)file;
        await content.WriteAsync(set, cancellationToken);
    }

    /// <exception cref="ToolException">A file of that name could not be read back as what it is.</exception>
    public static void RequireWritable(string path)
    {
        if (!BaselineSource.Of(path, Directory.GetCurrentDirectory()).IsBinary)
        {
            throw new ToolException($"An image is written in binary form: '{path}' must end with .binpb, .bin or .pb, also with .gz. JSON would lose custom options.");
        }
    }

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

    private static async Task<byte[]> ReadAsync(Stream content, string path, long limit, CancellationToken cancellationToken)
    {
        using var result = new MemoryStream();
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (result.Length + count > limit)
            {
                throw new ToolException($"The image '{path}' has more than {limit >> 20} MiB unpacked. If it is yours, allow more with --max-image-size.");
            }

            result.Write(buffer, 0, count);
        }

        return result.ToArray();
    }
}
