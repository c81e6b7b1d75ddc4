// Lists the files inside a serialized FileDescriptorSet, by walking two levels of its wire format: all that the task
// needs to know of descriptors, and no reason to carry a protobuf library into every MSBuild.
using System.Text;

namespace GrpcSdk.Build;

/// <summary>File names of a google.protobuf.FileDescriptorSet.</summary>
internal static class DescriptorSetNames
{
    private const int LengthDelimited = 2;

    /// <summary>The name of each file (FileDescriptorSet.file = 1, FileDescriptorProto.name = 1), in order.</summary>
    /// <exception cref="InvalidDataException">The bytes are no descriptor set.</exception>
    public static IReadOnlyList<string> Read(byte[] descriptorSet) =>
        Strings(descriptorSet, 0, descriptorSet.Length)
            .SelectMany(file => Strings(descriptorSet, file.Start, file.End).Take(1))
            .Select(name => Encoding.UTF8.GetString(descriptorSet, name.Start, name.End - name.Start))
            .ToArray();

    /// <summary>The extents of every length-delimited field 1 between two offsets.</summary>
    private static IEnumerable<(int Start, int End)> Strings(byte[] bytes, int start, int end)
    {
        var position = start;
        while (position < end)
        {
            var tag = Varint(bytes, ref position, end);
            if ((tag & 7) != LengthDelimited)
            {
                Skip(bytes, ref position, end, (int)(tag & 7));
                continue;
            }

            var length = Varint(bytes, ref position, end);
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
            case 0: Varint(bytes, ref position, end); break;
            case 1: position += 8; break;
            case 5: position += 4; break;
            default: throw new InvalidDataException($"Wire type {wireType} does not occur in a descriptor set.");
        }
    }

    private static ulong Varint(byte[] bytes, ref int position, int end)
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
}
