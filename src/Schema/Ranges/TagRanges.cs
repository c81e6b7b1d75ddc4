using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Ranges;

/// <summary>Arithmetic of reserved and extension ranges.</summary>
internal static class TagRanges
{
    /// <summary>The highest number of a field.</summary>
    public const int MaxField = 536_870_911;

    /// <summary>The highest number of an enum value, and of an extension of a message set.</summary>
    public const int MaxEnumValue = int.MaxValue;

    /// <summary>Reserved numbers of a message; the descriptor's end is exclusive.</summary>
    public static IReadOnlyList<TagRange> ReservedOf(DescriptorProto message) =>
        [.. message.ReservedRange.Select(range => Exclusive(range.Start, range.End))];

    /// <summary>Numbers that a message leaves to extensions; the descriptor's end is exclusive.</summary>
    public static IReadOnlyList<TagRange> ExtensionsOf(DescriptorProto message) =>
        [.. message.ExtensionRange.Select(range => Exclusive(range.Start, range.End))];

    /// <summary>Reserved numbers of an enum; the descriptor's end is inclusive.</summary>
    public static IReadOnlyList<TagRange> ReservedOf(EnumDescriptorProto declaration) =>
        [.. declaration.ReservedRange.Select(range => new TagRange(range.Start, range.End))];

    /// <summary>Sorted ranges without overlap or adjacency that hold the same numbers.</summary>
    public static IReadOnlyList<TagRange> Collapse(IEnumerable<TagRange> ranges)
    {
        var collapsed = new List<TagRange>();
        foreach (var range in ranges.Where(range => range.Start <= range.End).OrderBy(range => range.Start))
        {
            if (collapsed.Count > 0 && range.Start <= (long)collapsed[collapsed.Count - 1].End + 1)
            {
                var last = collapsed[collapsed.Count - 1];
                collapsed[collapsed.Count - 1] = last with { End = Math.Max(last.End, range.End) };
            }
            else
            {
                collapsed.Add(range);
            }
        }

        return collapsed;
    }

    /// <summary>The parts of a range that collapsed ranges do not hold.</summary>
    public static IReadOnlyList<TagRange> Missing(TagRange range, IReadOnlyList<TagRange> collapsed)
    {
        var missing = new List<TagRange>();
        long next = range.Start;
        for (var i = FirstThatEndsAt(collapsed, range.Start); i < collapsed.Count && collapsed[i].Start <= range.End; i++)
        {
            var held = collapsed[i];
            if (held.Start > next)
            {
                missing.Add(new TagRange((int)next, held.Start - 1));
            }

            next = (long)held.End + 1;
        }

        if (next <= range.End)
        {
            missing.Add(new TagRange((int)next, range.End));
        }

        return missing;
    }

    /// <summary>Some of the collapsed ranges holds the number.</summary>
    public static bool Hold(IReadOnlyList<TagRange> collapsed, int number) =>
        FirstThatEndsAt(collapsed, number) is var index && index < collapsed.Count && collapsed[index].Start <= number;

    /// <summary>The index of the first of the collapsed ranges that ends at the number or behind it; their count when none does.</summary>
    private static int FirstThatEndsAt(IReadOnlyList<TagRange> collapsed, int number)
    {
        var (low, high) = (0, collapsed.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = collapsed[middle].End < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TagRange Exclusive(int start, int end) => new(start, end == int.MinValue ? end : end - 1);
}
