// Looks into a serialized FileDescriptorSet by walking two levels of its wire format: all that the front end needs to know
// of descriptors, and no reason to carry a protobuf library into every MSBuild.
using System.Text;

namespace GrpcSdk.Shared;

/// <summary>The files of a google.protobuf.FileDescriptorSet.</summary>
internal static class DescriptorSetWire
{
    private const int LengthDelimited = 2;
    private const byte FileTag = (1 << 3) | LengthDelimited;

    // buf.alpha.image.v1.ImageFile.buf_extension (field 8042) with ImageFileExtension.is_import (field 1), serialized.
    private static readonly byte[] ImportMark = [0xd2, 0xf6, 0x03, 0x02, 0x08, 0x01];

    /// <summary>The name of each file (FileDescriptorSet.file = 1, FileDescriptorProto.name = 1), in order.</summary>
    /// <exception cref="InvalidDataException">The bytes are no descriptor set.</exception>
    public static IReadOnlyList<string> Names(byte[] descriptorSet) =>
        [.. Files(descriptorSet).Select(file => file.Name)];

    /// <summary>One set with every file of the given sets once; of files with the same name the first stays.</summary>
    /// <exception cref="InvalidDataException">The bytes are no descriptor sets.</exception>
    public static byte[] Merge(IEnumerable<byte[]> descriptorSets)
    {
        var merged = new MemoryStream();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in descriptorSets)
        {
            foreach (var (_, start, end) in Files(set).Where(file => names.Add(file.Name)))
            {
                WriteFile(merged, set, start, end, []);
            }
        }

        return merged.ToArray();
    }

    /// <summary>The set with every file that is not named marked as an import, as <c>buf build</c> marks them.</summary>
    /// <exception cref="InvalidDataException">The bytes are no descriptor set.</exception>
    public static byte[] MarkImports(byte[] descriptorSet, ICollection<string> own)
    {
        var marked = new MemoryStream(descriptorSet.Length);
        foreach (var (name, start, end) in Files(descriptorSet))
        {
            WriteFile(marked, descriptorSet, start, end, own.Contains(name) ? [] : ImportMark);
        }

        return marked.ToArray();
    }

    private static void WriteFile(Stream output, byte[] set, int start, int end, byte[] mark)
    {
        output.WriteByte(FileTag);
        WriteVarint(output, (ulong)(end - start + mark.Length));
        output.Write(set, start, end - start);
        output.Write(mark, 0, mark.Length);
    }

    private static IEnumerable<(string Name, int Start, int End)> Files(byte[] descriptorSet)
    {
        foreach (var (start, end) in FieldsOne(descriptorSet, 0, descriptorSet.Length))
        {
            foreach (var (nameStart, nameEnd) in FieldsOne(descriptorSet, start, end).Take(1))
            {
                yield return (Encoding.UTF8.GetString(descriptorSet, nameStart, nameEnd - nameStart), start, end);
            }
        }
    }

    /// <summary>The extents of every length-delimited field 1 between two offsets.</summary>
    private static IEnumerable<(int Start, int End)> FieldsOne(byte[] bytes, int start, int end)
    {
        var position = start;
        while (position < end)
        {
            var tag = ReadVarint(bytes, ref position, end);
            if ((tag & 7) != LengthDelimited)
            {
                Skip(bytes, ref position, end, (int)(tag & 7));
                continue;
            }

            var length = ReadVarint(bytes, ref position, end);
            if (length > (ulong)(end - position))
            {
                throw new InvalidDataException("A length runs past the end of the descriptor set.");
            }

            if (tag >> 3 == 1)
            {
                yield return (position, position + (int)length);
            }

            position += (int)length;
        }
    }

    private static void Skip(byte[] bytes, ref int position, int end, int wireType)
    {
        switch (wireType)
        {
            case 0: ReadVarint(bytes, ref position, end); break;
            case 1: position += 8; break;
            case 5: position += 4; break;
            default: throw new InvalidDataException($"Wire type {wireType} does not occur in a descriptor set.");
        }
    }

    private static ulong ReadVarint(byte[] bytes, ref int position, int end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && position < end; shift += 7)
        {
            var next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number runs past the end of the descriptor set.");
    }

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
