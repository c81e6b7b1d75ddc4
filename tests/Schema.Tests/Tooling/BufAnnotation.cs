using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>A line of buf's JSON output; positions are 1-based.</summary>
internal sealed partial record BufAnnotation(
    [property: JsonPropertyName("path")] string? Path,
    [property: JsonPropertyName("start_line")] int StartLine,
    [property: JsonPropertyName("start_column")] int StartColumn,
    [property: JsonPropertyName("end_line")] int EndLine,
    [property: JsonPropertyName("end_column")] int EndColumn,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("message")] string Message)
{
    /// <summary>
    /// Without the middle of an import cycle. Where several cycles lead through one import, buf names another one in every
    /// run, because it walks over maps of Go; place, rule and the two packages of the import are always the same.
    /// </summary>
    public BufAnnotation WithAnyCycle() =>
        Type == "PACKAGE_NO_IMPORT_CYCLE" ? this with { Message = Cycle().Replace(Message, "$1 -> … -> $2") } : this;

    public override string ToString() => $"{Path}:{StartLine}:{StartColumn}-{EndLine}:{EndColumn} {Type} {Message}";

    [GeneratedRegex(@"^(Package import cycle: \S+ -> \S+) -> (?:.* -> )?(\S+)$")]
    private static partial Regex Cycle();
}
