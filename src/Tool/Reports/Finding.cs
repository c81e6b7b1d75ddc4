// A finding as a person or a machine reads it: a file on the disk, and 1-based lines and characters.
using GrpcSdk.Schema;
using GrpcSdk.Schema.Text;
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
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        return [.. findings.Select(finding => Place(finding, workspace, texts))];
    }

    private static Finding Place(SchemaFinding finding, Workspace workspace, Dictionary<string, string?> texts)
    {
        if (finding.File is null)
        {
            return new Finding(finding.Rule, finding.Message, null, 1, 1, 1, 1);
        }

        var file = workspace.PathOf(finding.File);
        if (!texts.TryGetValue(finding.File, out var text))
        {
            texts[finding.File] = text = file is null ? null : File.ReadAllText(file);
        }

        var path = file is null ? finding.File : System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), file).Replace('\\', '/');
        if (text is null || finding.Span is null)
        {
            var span = finding.Span ?? default;
            return new Finding(finding.Rule, finding.Message, path, span.StartLine + 1, span.StartColumn + 1, span.EndLine + 1, span.EndColumn + 1);
        }

        var range = new ProtoText(text).Locate(finding);
        var (startLine, startColumn) = LineAndColumn(text, range.Start);
        var (endLine, endColumn) = LineAndColumn(text, range.End);
        return new Finding(finding.Rule, finding.Message, path, startLine, startColumn, endLine, endColumn);
    }

    private static (int Line, int Column) LineAndColumn(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
