using System.Text;
using Google.Protobuf.Reflection;
using Location = Google.Protobuf.Reflection.SourceCodeInfo.Types.Location;

namespace GrpcSdk.Schema.Reading;

/// <summary>
/// Where a file's declarations stand and what is commented above them. Nothing is read until somebody asks: of imports
/// and of a previous schema nobody does. Then paths and comments stay in the bytes of the set, and a table by path
/// leads to them. Several <c>extend</c> blocks share one path: the first occurrence of a path counts.
/// </summary>
internal sealed class SourceInfo
{
    private const int MaxVarint = 5;

    private readonly byte[] _set;
    private readonly List<(int Start, int Length)> _parts = [];
    private readonly Lazy<Table> _table;
    private List<(int Line, int Column)>? _ends;

    /// <summary>Creates the source info of a file of the set.</summary>
    public SourceInfo(byte[] set)
    {
        _set = set;
        _table = new(() => new Table(_set, _parts));
    }

    /// <summary>A location. Path (packed numbers) and comments are ranges of the set's bytes.</summary>
    private readonly record struct Entry(
        int PathStart, int PathLength, SchemaSpan Span, int CommentStart, int CommentLength, int TrailingStart, int TrailingLength);

    /// <summary>Adds a serialized <c>SourceCodeInfo</c> that starts there in the set.</summary>
    public void Add(int start, int length) => _parts.Add((start, length));

    /// <summary>Reads now what would be read at the first question.</summary>
    /// <exception cref="SchemaImageException">The file's source info is damaged.</exception>
    public void Read() => _ = _table.Value;

    /// <summary>The span of a path; <see langword="null"/> when the source has none.</summary>
    /// <exception cref="SchemaImageException">The file's source info is damaged.</exception>
    public SchemaSpan? SpanOf(int[] path) => Find(path) is { } entry ? entry.Span : null;

    /// <summary>The comment directly above a path's declaration; empty when there is none.</summary>
    /// <exception cref="SchemaImageException">The file's source info is damaged.</exception>
    public string LeadingCommentOf(int[] path)
    {
        if (Find(path) is not { CommentLength: > 0 } entry)
        {
            return "";
        }

        var comment = Encoding.UTF8.GetString(_set, entry.CommentStart, entry.CommentLength);
        return SameLineComment.Leads(comment, path, entry.Span, LastLineBefore) ? comment : "";
    }

    /// <summary>The comment behind a path's declaration; empty when there is none.</summary>
    /// <exception cref="SchemaImageException">The file's source info is damaged.</exception>
    public string TrailingCommentOf(int[] path) =>
        Find(path) is { TrailingLength: > 0 } entry ? Encoding.UTF8.GetString(_set, entry.TrailingStart, entry.TrailingLength) : "";

    /// <summary>The text occurs somewhere: a quick no for what few files have.</summary>
    public bool Mentions(ReadOnlySpan<byte> text)
    {
        foreach (var (start, length) in _parts)
        {
            if (_set.AsSpan(start, length).IndexOf(text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The last line on which a declaration, or a part of one, ends before a place; -1 when there is none.</summary>
    private int LastLineBefore((int Line, int Column) place)
    {
        if (_ends is null)
        {
            var ends = _table.Value.Entries.ConvertAll(entry => (entry.Span.EndLine, entry.Span.EndColumn));
            ends.Sort();
            _ends = ends;
        }

        var index = _ends.BinarySearch((place.Line, place.Column + 1));
        var before = (index >= 0 ? index : ~index) - 1;
        while (before >= 0 && _ends[before].CompareTo(place) > 0)
        {
            before--;
        }

        return before < 0 ? -1 : _ends[before].Line;
    }

    private Entry? Find(int[] path)
    {
        Span<byte> packed = stackalloc byte[path.Length * MaxVarint];
        var length = 0;
        foreach (var number in path)
        {
            var rest = (uint)number;
            for (; rest >= 0x80; rest >>= 7)
            {
                packed[length++] = (byte)(rest | 0x80);
            }

            packed[length++] = (byte)rest;
        }

        return _table.Value.Find(packed.Slice(0, length));
    }

    /// <summary>The locations in their order, and an open hash table of positions in that list, each plus one.</summary>
    private sealed class Table
    {
        private readonly byte[] _set;
        private readonly int[] _slots;

        public Table(byte[] set, IEnumerable<(int Start, int Length)> parts)
        {
            _set = set;
            foreach (var (start, length) in parts)
            {
                Read(start, length);
            }

            // At least twice as large as it must be, and a power of two.
            var size = 4;
            while (size < Entries.Count * 2)
            {
                size *= 2;
            }

            _slots = new int[size];
            for (var i = 0; i < Entries.Count; i++)
            {
                ref var slot = ref SlotOf(PathOf(Entries[i]));
                slot = slot == 0 ? i + 1 : slot;
            }
        }

        public List<Entry> Entries { get; } = [];

        public Entry? Find(ReadOnlySpan<byte> path) => SlotOf(path) is > 0 and var position ? Entries[position - 1] : null;

        /// <summary>The slot that has the path, or else the one that it would be put into.</summary>
        private ref int SlotOf(ReadOnlySpan<byte> path)
        {
            var hash = 2166136261;
            foreach (var value in path)
            {
                hash = unchecked((hash ^ value) * 16777619);
            }

            var slot = (int)(hash ^ (hash >> 15)) & (_slots.Length - 1);
            while (_slots[slot] > 0 && !PathOf(Entries[_slots[slot] - 1]).SequenceEqual(path))
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            return ref _slots[slot];
        }

        private ReadOnlySpan<byte> PathOf(Entry entry) => _set.AsSpan(entry.PathStart, entry.PathLength);

        private void Read(int start, int length)
        {
            var reader = new WireReader(_set.AsSpan(start, length));
            while (reader.ReadTag())
            {
                if (reader is { Field: SourceCodeInfo.LocationFieldNumber, WireType: WireReader.LengthDelimited })
                {
                    var size = reader.ReadBytes().Length;
                    ReadLocation(start + reader.Position - size, size);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        private void ReadLocation(int start, int length)
        {
            var (pathStart, pathLength, commentStart, commentLength) = (start, 0, start, 0);
            var (trailingStart, trailingLength) = (start, 0);
            SchemaSpan? span = null;
            var reader = new WireReader(_set.AsSpan(start, length));
            while (reader.ReadTag())
            {
                if (reader.WireType != WireReader.LengthDelimited)
                {
                    reader.Skip();
                    continue;
                }

                var value = reader.ReadBytes();
                var valueStart = start + reader.Position - value.Length;
                switch (reader.Field)
                {
                    case Location.PathFieldNumber:
                        (pathStart, pathLength) = (valueStart, value.Length);
                        break;
                    case Location.SpanFieldNumber:
                        span = ReadSpan(value);
                        break;
                    case Location.LeadingCommentsFieldNumber:
                        (commentStart, commentLength) = (valueStart, value.Length);
                        break;
                    case Location.TrailingCommentsFieldNumber:
                        (trailingStart, trailingLength) = (valueStart, value.Length);
                        break;
                }
            }

            if (span is { } place)
            {
                Entries.Add(new Entry(pathStart, pathLength, place, commentStart, commentLength, trailingStart, trailingLength));
            }
        }

        private static SchemaSpan? ReadSpan(ReadOnlySpan<byte> packed)
        {
            Span<int> span = stackalloc int[4];
            var count = 0;
            for (var reader = new WireReader(packed); !reader.AtEnd; count++)
            {
                var number = (int)reader.ReadVarint();
                if (count < span.Length)
                {
                    span[count] = number;
                }
            }

            return count switch
            {
                3 => new SchemaSpan(span[0], span[1], span[0], span[2]),
                4 => new SchemaSpan(span[0], span[1], span[2], span[3]),
                _ => null,
            };
        }
    }
}
