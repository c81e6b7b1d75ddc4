using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Reading;

/// <summary>Takes a serialized <c>FileDescriptorSet</c> apart: descriptors for Google.Protobuf, source info for <see cref="SourceInfo"/>.</summary>
internal static class DescriptorSetReader
{
    private const int FileOfSet = 1;

    /// <summary>The files of the set in its order, each once: of equal names the first counts.</summary>
    /// <exception cref="SchemaImageException">The bytes are not a descriptor set.</exception>
    public static IReadOnlyList<ProtoFile> Read(byte[] set, Func<string, string?> workspacePathOf)
    {
        var slices = SlicesOf(set);
        var files = new ProtoFile[slices.Count];
        try
        {
            Parallel.For(0, slices.Count, i => files[i] = ReadFile(set, slices[i].Start, slices[i].Length, workspacePathOf));
        }
        catch (AggregateException exception)
        {
            throw exception.Flatten().InnerExceptions.OfType<SchemaImageException>().FirstOrDefault() ?? (Exception)exception;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. files.Where(file => seen.Add(file.Name))];
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
        var descriptorBytes = new byte[file.Length];
        var count = 0;
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
                var field = file.Slice(start, reader.Position - start);
                field.CopyTo(descriptorBytes.AsSpan(count));
                count += field.Length;
            }
        }

        var descriptor = Parse(descriptorBytes, count);
        return descriptor.Name.Length == 0
            ? throw new SchemaImageException("Not a descriptor set: it has a file without a name.")
            : new ProtoFile(descriptor, sourceInfo, workspacePathOf(descriptor.Name));
    }

    private static FileDescriptorProto Parse(byte[] bytes, int count)
    {
        try
        {
            return FileDescriptorProto.Parser.WithExtensionRegistry(LanguageFeatures.Registry).ParseFrom(bytes, 0, count);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new SchemaImageException($"Not a descriptor set: {exception.Message}", exception);
        }
    }
}
