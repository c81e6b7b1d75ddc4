using System.Collections.Concurrent;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Filtering;

/// <summary><c>// buf:lint:ignore RULE</c> above a declaration, or above one that encloses it.</summary>
internal sealed class CommentIgnores
{
    private const string Marker = "buf:lint:ignore";

    /// <summary>Few files silence anything: one look at a file's comments spares the search for each finding.</summary>
    private readonly ConcurrentDictionary<ProtoFile, bool> _filesWithMarker = new();

    /// <summary>The line is an instruction for the linter, not documentation.</summary>
    public static bool IsMarker(string line) => line.StartsWith(Marker, StringComparison.Ordinal);

    /// <summary>A leading comment of the place, or of an enclosing declaration, names the rule.</summary>
    public bool Silence(SchemaRule rule, SourceLocation location) =>
        location is { File: { } file, Path: { } path }
        && _filesWithMarker.GetOrAdd(file, static file => file.MayMention("buf:lint:ignore"u8))
        && location.Span is not null
        && EnclosingPaths(path).Any(enclosing => Names(file.LeadingCommentOf(enclosing), rule));

    /// <summary>
    /// As in buf, a line counts when it starts with the marker and the rule's id; what follows does not matter, so
    /// COMMENT_ENUM_VALUE also silences COMMENT_ENUM.
    /// </summary>
    private static bool Names(string comment, SchemaRule rule) =>
        comment.Length > Marker.Length
        && comment.Split('\n').Any(line => line.Trim().StartsWith(Marker + " " + rule.Name, StringComparison.Ordinal));

    /// <summary>
    /// Declarations have paths of pairs: the number of a list and an index in it. An <c>extend</c> block is a list
    /// without index; all blocks of a scope share its path, and as everywhere the comment of the first counts.
    /// </summary>
    private static IEnumerable<int[]> EnclosingPaths(int[] path)
    {
        for (var length = 2; length < path.Length; length += 2)
        {
            yield return path.AsSpan(0, length).ToArray();
        }

        if (SourcePath.ExtendBlockOf(path) is { } block)
        {
            yield return block;
        }

        yield return path;
    }
}
