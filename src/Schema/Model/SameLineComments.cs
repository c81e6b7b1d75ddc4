using Location = Google.Protobuf.Reflection.SourceCodeInfo.Types.Location;

namespace GrpcSdk.Schema.Model;

/// <summary>
/// Block comments that end on the line where a declaration starts, <c>/* id */ string id = 1;</c>. For protoc such a
/// comment leads the declaration, for buf it does not. The descriptor has a comment's text but not its place, so the
/// place is derived: the comment fits in front of the declaration, and the declaration stands further right than
/// indentation takes it, or there is no line for the comment behind what comes before. In doubt the comment leads.
/// </summary>
internal sealed class SameLineComments
{
    private const int BlockStart = 2;
    private const int BlockEnd = 2;
    private const int WidestIndentation = 8;

    private readonly Lazy<List<(int Line, int Column)>> _ends;

    public SameLineComments(IEnumerable<Location> locations)
    {
        _ends = new(() =>
        {
            var ends = locations.Select(EndOf).ToList();
            ends.Sort();
            return ends;
        });
    }

    /// <summary>The location's leading comment ends on the line where the location starts.</summary>
    public bool Precedes(Location location)
    {
        var comment = location.LeadingComments;
        if (comment.Length == 0 || comment[comment.Length - 1] == '\n' || location.Span.Count < 3)
        {
            return false;
        }

        var (line, column) = (location.Span[0], location.Span[1]);
        var lines = comment.Split('\n');
        var width = lines[lines.Length - 1].Length + BlockEnd + (lines.Length == 1 ? BlockStart : 0);
        var depth = (location.Path.Count / 2) - 1;
        return column >= width
            && (column > WidestIndentation * depth || line - LastLineBefore((line, column)) <= lines.Length);
    }

    private int LastLineBefore((int Line, int Column) start)
    {
        var ends = _ends.Value;
        var index = ends.BinarySearch(start);
        while (index >= 0 && index + 1 < ends.Count && ends[index + 1] == start)
        {
            index++;
        }

        var before = index >= 0 ? index : ~index - 1;
        return before < 0 ? -1 : ends[before].Line;
    }

    private static (int Line, int Column) EndOf(Location location) => location.Span.Count switch
    {
        3 => (location.Span[0], location.Span[2]),
        4 => (location.Span[2], location.Span[3]),
        _ => default,
    };
}
