// SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format): one run, the rules that fired, a result a finding.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Reports;

internal static class SarifReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        var rules = findings.Select(finding => finding.Rule).Distinct().OrderBy(rule => rule.DiagnosticId, StringComparer.Ordinal).ToList();
        var driver = new Driver(
            "grpcsdk",
            typeof(SarifReport).Assembly.GetName().Version!.ToString(3),
            "https://github.com/grpcsdk/grpcsdk",
            [.. rules.Select(rule => new Rule(rule.DiagnosticId, rule.Name, new(rule.Title), rule.HelpLink, new(Level(rule))))]);
        var results = findings.Select(finding => new Result(
            finding.Rule.DiagnosticId,
            rules.IndexOf(finding.Rule),
            Level(finding.Rule),
            new($"{finding.Message} [{finding.Rule.Name}]"),
            finding.Path is null ? [] : [new(new(new(finding.Path), new(finding.StartLine, finding.StartColumn, finding.EndLine, finding.EndColumn)))]));
        output.WriteLine(JsonSerializer.Serialize(new Log([new(new(driver), "utf16CodeUnits", [.. results])]), Options));
    }

    private static string Level(SchemaRule rule) => rule.DefaultSeverity switch { SchemaSeverity.Error => "error", SchemaSeverity.Warning => "warning", _ => "note" };

    private sealed record Log(IReadOnlyList<Run> Runs)
    {
        [JsonPropertyName("$schema")]
        [JsonPropertyOrder(-2)]
        public string Schema { get; } = "https://json.schemastore.org/sarif-2.1.0.json";

        [JsonPropertyOrder(-1)]
        public string Version { get; } = "2.1.0";
    }

    private sealed record Run(Tool Tool, string ColumnKind, IReadOnlyList<Result> Results);

    private sealed record Tool(Driver Driver);

    private sealed record Driver(string Name, string Version, string InformationUri, IReadOnlyList<Rule> Rules);

    private sealed record Rule(string Id, string Name, Text ShortDescription, string HelpUri, DefaultConfiguration DefaultConfiguration);

    private sealed record DefaultConfiguration(string Level);

    private sealed record Result(string RuleId, int RuleIndex, string Level, Text Message, IReadOnlyList<Location> Locations);

    private sealed record Location(PhysicalLocation PhysicalLocation);

    private sealed record PhysicalLocation(ArtifactLocation ArtifactLocation, Region Region);

    private sealed record ArtifactLocation(string Uri);

    private sealed record Region(int StartLine, int StartColumn, int EndLine, int EndColumn);

    private sealed record Text([property: JsonPropertyName("text")] string Value);
}
