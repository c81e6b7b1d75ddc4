namespace GrpcSdk.Schema.Reading;

/// <summary>
/// Block comments that end on the line where a declaration starts, <c>/* id */ string id = 1;</c>. For protoc such a
/// comment leads the declaration, for buf it does not. The descriptor has a comment's text but not its place, so the
/// place is derived: the comment fits in front of the declaration, and the declaration stands further right than
/// indentation takes it, or there is no line for the comment behind what comes before. In doubt the comment leads.
/// </summary>
internal static class SameLineComment
{
    private const int BlockStart = 2;
    private const int BlockEnd = 2;
    private const int WidestIndentation = 8;

    /// <summary>The comment that protoc attached to a declaration leads it also for buf.</summary>
    /// <param name="comment">The comment's text.</param>
    /// <param name="path">The declaration's path: its length tells how deep the declaration is nested.</param>
    /// <param name="span">The declaration's place.</param>
    /// <param name="lastLineBefore">The last line that something else ends on before a place.</param>
    public static bool Leads(string comment, int[] path, SchemaSpan span, Func<(int Line, int Column), int> lastLineBefore)
    {
        if (comment[comment.Length - 1] == '\n')
        {
            return true;
        }

        var lines = comment.Split('\n');
        var width = lines[lines.Length - 1].Length + BlockEnd + (lines.Length == 1 ? BlockStart : 0);
        var depth = (path.Length / 2) - 1;
        return span.StartColumn < width
            || (span.StartColumn <= WidestIndentation * depth
                && span.StartLine - lastLineBefore((span.StartLine, span.StartColumn)) > lines.Length);
    }
}
