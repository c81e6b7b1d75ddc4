// A finding as a person or a machine reads it: a file on the disk, and 1-based lines and characters.
using GrpcSdk.Schema;
using GrpcSdk.Tool.Inputs;

namespace GrpcSdk.Tool.Reports;

/// <summary>A finding with its place in the text.</summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Message">buf's message.</param>
/// <param name="Path">The file relative to the current directory, or as protoc knows it when it is not on the disk; null without a file.</param>
/// <param name="StartLine">1-based; 1 when the finding concerns the whole file.</param>
/// <param name="StartColumn">1-based, in characters.</param>
/// <param name="EndLine">1-based.</param>
/// <param name="EndColumn">1-based, behind the last character.</param>
internal sealed record Finding(SchemaRule Rule, string Message, string? Path, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    /// <summary>Places findings in the files of a workspace.</summary>
    public static IReadOnlyList<Finding> Place(IEnumerable<SchemaFinding> findings, Workspace workspace)
    {
        var files = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        return [.. findings.Select(finding => finding.File is null ? Nowhere(finding) : FileOf(finding.File).Place(finding))];

        SourceFile FileOf(string name)
        {
            if (!files.TryGetValue(name, out var file))
            {
                files.Add(name, file = SourceFile.Open(name, workspace));
            }

            return file;
        }
    }

    private static Finding Nowhere(SchemaFinding finding) => new(finding.Rule, finding.Message, null, 1, 1, 1, 1);
}
