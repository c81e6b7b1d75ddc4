// A JSON object a line with buf's property names, so that what reads buf's output reads this.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcSdk.Tool.Reports;

internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new Annotation(finding.Path, finding.StartLine, finding.StartColumn, finding.EndLine, finding.EndColumn, finding.Rule.Name, finding.Message),
                Options));
        }
    }

    private sealed record Annotation(string? Path, int StartLine, int StartColumn, int EndLine, int EndColumn, string Type, string Message);
}
