// The text of a .proto file, in which findings get their lines and characters.
using GrpcSdk.Schema;
using GrpcSdk.Schema.Text;
using GrpcSdk.Tool.Inputs;

namespace GrpcSdk.Tool.Reports;

/// <summary>A file that findings point into. Without its text, protoc's own positions have to do.</summary>
internal sealed class SourceFile
{
    private readonly string _path;
    private readonly ProtoText? _text;

    private SourceFile(string path, ProtoText? text)
    {
        _path = path;
        _text = text;
    }

    /// <summary>The file that protoc knows by the name.</summary>
    public static SourceFile Open(string name, Workspace workspace) => workspace.PathOf(name) is { } file
        ? new SourceFile(Path.GetRelativePath(Directory.GetCurrentDirectory(), file).Replace('\\', '/'), new ProtoText(File.ReadAllText(file)))
        : new SourceFile(name, null);

    /// <summary>Places a finding in the file.</summary>
    public Finding Place(SchemaFinding finding)
    {
        if (_text is null || finding.Span is null)
        {
            var span = finding.Span ?? default;
            return new Finding(finding.Rule, finding.Message, _path, span.StartLine + 1, span.StartColumn + 1, span.EndLine + 1, span.EndColumn + 1);
        }

        var range = _text.Locate(finding);
        var (startLine, startColumn) = _text.LineAndColumnOf(range.Start);
        var (endLine, endColumn) = _text.LineAndColumnOf(range.End);
        return new Finding(finding.Rule, finding.Message, _path, startLine + 1, startColumn + 1, endLine + 1, endColumn + 1);
    }
}
