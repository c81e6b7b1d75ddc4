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

    private static bool Documents(string comment) =>
        comment.Length > 0 && comment.Split('\n').Select(line => line.Trim()).Any(line => line.Length > 0 && !CommentIgnores.IsMarker(line));
}
