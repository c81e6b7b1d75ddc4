using GrpcSdk.Schema.Filtering;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>What counts as documentation: a leading comment with a line that is neither blank nor meant for the linter.</summary>
internal static class DocumentationComment
{
    /// <summary>Reports the elements without documentation.</summary>
    public static void Require(IEnumerable<ProtoElement> elements, string kind, LintReport report)
    {
        foreach (var element in elements)
        {
            if (!Documents(element.LeadingComment))
            {
                report(element.Declaration, $"{kind} {Quote(element.Name)} should have a non-empty comment for documentation.");
            }
        }
    }

    private static bool Documents(string comment)
    {
        for (var start = 0; start < comment.Length;)
        {
            var end = comment.IndexOf('\n', start);
            var line = comment.Substring(start, (end < 0 ? comment.Length : end) - start).Trim();
            if (line.Length > 0 && !CommentIgnores.IsMarker(line))
            {
                return true;
            }

            start = end < 0 ? comment.Length : end + 1;
        }

        return false;
    }
}
