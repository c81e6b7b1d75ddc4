// A JSON object a line with buf's property names, so that what reads buf's output reads this.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrpcSdk.Tool.Reports;

internal static partial class JsonReport
{
    // buf escapes no more than JSON demands.
    private static readonly BufJson Json = new(new JsonSerializerOptions(BufJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new Annotation(finding.Path, finding.StartLine, finding.StartColumn, finding.EndLine, finding.EndColumn, finding.Rule.Name, finding.Message),
                Json.Annotation));
        }
    }

    private sealed record Annotation(string? Path, int StartLine, int StartColumn, int EndLine, int EndColumn, string Type, string Message);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Annotation))]
    private sealed partial class BufJson : JsonSerializerContext;
}
