using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Reading;

/// <summary>Takes a serialized <c>FileDescriptorSet</c> apart: descriptors for Google.Protobuf, source info for <see cref="SourceInfo"/>.</summary>
internal static class DescriptorSetReader
{
    private const int FileOfSet = 1;

    // buf.alpha.image.v1.ImageFile.buf_extension and ImageFileExtension.is_import.
    private const int BufExtension = 8042;
    private const int BufIsImport = 1;

    /// <summary>The files of the set in its order, each once: of equal names the first counts.</summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static IReadOnlyList<ProtoFile> Read(byte[] set, Func<string, string?> workspacePathOf)
    {
        var files = InParallel.Select(SlicesOf(set), slice => ReadFile(set, slice.Start, slice.Length, workspacePathOf));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. files.Where(file => seen.Add(file.Name))];
    }

    /// <summary>Names of the files that buf did not mark as imports.</summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static IReadOnlyList<string> OwnFileNames(byte[] set) =>
        [.. SlicesOf(set).Select(slice => OwnName(set.AsSpan(slice.Start, slice.Length))).OfType<string>()];

    private static string? OwnName(ReadOnlySpan<byte> file)
    {
        var name = "";
        var isImport = false;
        var reader = new WireReader(file);
        while (reader.ReadTag())
        {
            switch (reader.Field, reader.WireType)
            {
                case (FileDescriptorProto.NameFieldNumber, WireReader.LengthDelimited):
                    name = Encoding.UTF8.GetString(reader.ReadBytes().ToArray());
                    break;
                case (BufExtension, WireReader.LengthDelimited):
                    isImport = IsImport(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return isImport ? null : name;
    }

    private static bool IsImport(ReadOnlySpan<byte> extension)
    {
        var isImport = false;
        var reader = new WireReader(extension);
        while (reader.ReadTag())
        {
            if (reader is { Field: BufIsImport, WireType: WireReader.Varint })
            {
                isImport = reader.ReadVarint() != 0;
            }
            else
            {
                reader.Skip();
            }
        }

        return isImport;
    }

    private static List<(int Start, int Length)> SlicesOf(byte[] set)
    {
        var slices = new List<(int, int)>();
        var reader = new WireReader(set);
        while (reader.ReadTag())
        {
            if (reader is { Field: FileOfSet, WireType: WireReader.LengthDelimited })
            {
                var length = reader.ReadBytes().Length;
                slices.Add((reader.Position - length, length));
            }
            else
            {
                reader.Skip();
            }
        }

        return slices;
    }

    private static ProtoFile ReadFile(byte[] set, int fileStart, int fileLength, Func<string, string?> workspacePathOf)
    {
        var file = set.AsSpan(fileStart, fileLength);
        var kept = new List<(int Start, int Length)>();
        var sourceInfo = new SourceInfo(set);
        var reader = new WireReader(file);
        for (var start = 0; reader.ReadTag(); start = reader.Position)
        {
            if (reader is { Field: FileDescriptorProto.SourceCodeInfoFieldNumber, WireType: WireReader.LengthDelimited })
            {
                var length = reader.ReadBytes().Length;
                sourceInfo.Add(fileStart + reader.Position - length, length);
            }
            else
            {
                reader.Skip();
                kept.Add((start, reader.Position - start));
            }
        }

        var descriptor = Parse(Join(file, kept));
        return descriptor.Name.Length == 0
            ? throw new SchemaImageException("Not a descriptor set: it has a file without a name.")
            : new ProtoFile(descriptor, sourceInfo, workspacePathOf(descriptor.Name));
    }

    private static byte[] Join(ReadOnlySpan<byte> file, List<(int Start, int Length)> parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var count = 0;
        foreach (var (start, length) in parts)
        {
            file.Slice(start, length).CopyTo(joined.AsSpan(count));
            count += length;
        }

        return joined;
    }

    private static FileDescriptorProto Parse(byte[] bytes)
    {
        try
        {
            return FileDescriptorProto.Parser.WithExtensionRegistry(LanguageFeatures.Registry).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new SchemaImageException($"Not a descriptor set: {exception.Message}", exception);
        }
    }
}
