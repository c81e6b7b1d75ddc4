using System.Text.Json.Serialization;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>A line of buf's JSON output; positions are 1-based.</summary>
internal sealed record BufAnnotation(
    [property: JsonPropertyName("path")] string? Path,
    [property: JsonPropertyName("start_line")] int StartLine,
    [property: JsonPropertyName("start_column")] int StartColumn,
    [property: JsonPropertyName("end_line")] int EndLine,
    [property: JsonPropertyName("end_column")] int EndColumn,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("message")] string Message)
{
    public override string ToString() => $"{Path}:{StartLine}:{StartColumn}-{EndLine}:{EndColumn} {Type} {Message}";
}
