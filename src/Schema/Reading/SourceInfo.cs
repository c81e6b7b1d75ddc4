using System.Text;
using Google.Protobuf.Reflection;
using Location = Google.Protobuf.Reflection.SourceCodeInfo.Types.Location;

namespace GrpcSdk.Schema.Reading;

/// <summary>
/// Where a file's declarations stand and what is commented above them. Paths and comments stay in the bytes of the set;
/// a table by path leads to them. Several <c>extend</c> blocks share one path: the first occurrence of a path counts.
/// </summary>
internal sealed class SourceInfo
{
    private readonly byte[] _set;
    private readonly List<Entry> _entries = [];
    private int[] _table = [];
    private List<(int Line, int Column)>? _ends;

    public SourceInfo(byte[] set)
    {
        _set = set;
    }

    /// <summary>A location. Path (packed numbers) and comment are ranges of the set's bytes.</summary>
    private readonly record struct Entry(int PathStart, int PathLength, SchemaSpan Span, int CommentStart, int CommentLength);

    /// <summary>Adds the locations of a serialized <c>SourceCodeInfo</c> that starts there in the set.</summary>
    /// <exception cref="SchemaImageException">The bytes are not one.</exception>
    public void Add(int start, int length)
    {
        var reader = new WireReader(_set.AsSpan(start, length));
        while (reader.ReadTag())
        {
            if (reader is { Field: SourceCodeInfo.LocationFieldNumber, WireType: WireReader.LengthDelimited })
            {
                var size = reader.ReadBytes().Length;
                AddLocation(start + reader.Position - size, size);
            }
            else
            {
                reader.Skip();
            }
        }

        BuildTable();
    }

    /// <summary>The span of a path; <see langword="null"/> when the source has none.</summary>
    public SchemaSpan? SpanOf(int[] path) => Find(path) is { } entry ? entry.Span : null;

    /// <summary>The comment directly above a path's declaration; empty when there is none.</summary>
    public string LeadingCommentOf(int[] path)
    {
        if (Find(path) is not { CommentLength: > 0 } entry)
        {
            return "";
        }

        var comment = Encoding.UTF8.GetString(_set, entry.CommentStart, entry.CommentLength);
        return SameLineComment.Leads(comment, path, entry.Span, LastLineBefore) ? comment : "";
    }

    /// <summary>The last line on which a declaration, or a part of one, ends before a place; -1 when there is none.</summary>
    private int LastLineBefore((int Line, int Column) place)
    {
        if (_ends is null)
        {
            var ends = _entries.ConvertAll(entry => (entry.Span.EndLine, entry.Span.EndColumn));
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

    private void AddLocation(int start, int length)
    {
        var (pathStart, pathLength, commentStart, commentLength) = (start, 0, start, 0);
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
            }
        }

        if (span is { } place)
        {
            _entries.Add(new Entry(pathStart, pathLength, place, commentStart, commentLength));
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

    /// <summary>An open hash table of positions in the list of entries, each plus one; twice as large as it must be.</summary>
    private void BuildTable()
    {
        var size = 4;
        while (size < _entries.Count * 2)
        {
            size *= 2;
        }

        _table = new int[size];
        for (var i = 0; i < _entries.Count; i++)
        {
            var slot = SlotOf(HashOf(_entries[i]));
            while (_table[slot] > 0 && !PathBytes(_entries[_table[slot] - 1]).SequenceEqual(PathBytes(_entries[i])))
            {
                slot = (slot + 1) & (_table.Length - 1);
            }

            if (_table[slot] == 0)
            {
                _table[slot] = i + 1;
            }
        }
    }

    private Entry? Find(int[] path)
    {
        if (_table.Length == 0)
        {
            return null;
        }

        var hash = path.Aggregate(0, Combine);
        for (var slot = SlotOf(hash); _table[slot] > 0; slot = (slot + 1) & (_table.Length - 1))
        {
            var entry = _entries[_table[slot] - 1];
            if (HasPath(entry, path))
            {
                return entry;
            }
        }

        return null;
    }

    private ReadOnlySpan<byte> PathBytes(Entry entry) => _set.AsSpan(entry.PathStart, entry.PathLength);

    private bool HasPath(Entry entry, int[] path)
    {
        var reader = new WireReader(PathBytes(entry));
        foreach (var number in path)
        {
            if (reader.AtEnd || (int)reader.ReadVarint() != number)
            {
                return false;
            }
        }

        return reader.AtEnd;
    }

    private int HashOf(Entry entry)
    {
        var hash = 0;
        for (var reader = new WireReader(PathBytes(entry)); !reader.AtEnd;)
        {
            hash = Combine(hash, (int)reader.ReadVarint());
        }

        return hash;
    }

    private static int Combine(int hash, int number) => unchecked((hash * 0x01000193) ^ (number + 0x7f4a7c15));

    private int SlotOf(int hash) => (int)(unchecked((uint)hash * 0x9e3779b1) >> 7) & (_table.Length - 1);
}
