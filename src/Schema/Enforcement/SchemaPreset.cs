namespace GrpcSdk.Schema;

/// <summary>
/// The property <c>GrpcSdkSchemaRules</c>: where no <c>buf.yaml</c> decides, it says which rules run and which of their
/// findings may fail a build.
/// </summary>
public sealed class SchemaPreset
{
    /// <summary>Not set: the evolution rules, as suggestions; with a baseline they count for what the baseline does not have yet.</summary>
    public static readonly SchemaPreset Default = new("", BufConfiguration.Evolution);

    /// <summary>The evolution rules, as suggestions whatever there is.</summary>
    public static readonly SchemaPreset Suggest = new("suggest", BufConfiguration.Evolution);

    /// <summary>The evolution rules with their own severities: reserved numbers and names, zero values, no reuse.</summary>
    public static readonly SchemaPreset Enforce = new("enforce", BufConfiguration.Evolution);

    /// <summary>buf's defaults with their own severities.</summary>
    public static readonly SchemaPreset Standard = new("standard", BufConfiguration.Standard);

    private readonly string _name;

    private SchemaPreset(string name, BufConfiguration configuration)
    {
        _name = name;
        Configuration = configuration;
    }

    /// <summary>The rules that run.</summary>
    public BufConfiguration Configuration { get; }

    /// <summary>The preset of a name, in any case; the default for one that does not exist, which the build refuses (GSDK0009).</summary>
    public static SchemaPreset Of(string name) =>
        new[] { Suggest, Enforce, Standard }.FirstOrDefault(preset => string.Equals(preset._name, name, StringComparison.OrdinalIgnoreCase)) ?? Default;

    /// <summary>Gives a finding the severity that it has under this preset.</summary>
    /// <param name="finding">What a rule found.</param>
    /// <param name="hasBaseline">There is something to compare with: whatever is new since then is held to the rules.</param>
    /// <param name="isReleased">The baseline has the finding too. Nobody mends a released name without breaking its users.</param>
    public SchemaFinding Weigh(SchemaFinding finding, bool hasBaseline, Func<SchemaFinding, bool> isReleased)
    {
        var isSuggestion = this == Suggest
            || (this == Default && (!hasBaseline || (finding.Rule.Kind == SchemaRuleKind.Lint && isReleased(finding))));
        return isSuggestion ? finding with { Severity = SchemaSeverity.Suggestion } : finding;
    }
}
