using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Schema;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>A diagnostic descriptor for each schema rule, and for what can be wrong with the rules' input.</summary>
internal static class SchemaDescriptors
{
    private const string Category = "GrpcSdk.Schema";

    /// <summary>Findings about something that is gone have no file to stand in: they can only come at the end of a compilation.</summary>
    private static readonly HashSet<string> WithoutFile = new(StringComparer.Ordinal)
    {
        "FILE_NO_DELETE",
        "PACKAGE_NO_DELETE",
        "PACKAGE_ENUM_NO_DELETE",
        "PACKAGE_EXTENSION_NO_DELETE",
        "PACKAGE_MESSAGE_NO_DELETE",
        "PACKAGE_SERVICE_NO_DELETE",
    };

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ByRule =
        SchemaRules.All.ToImmutableDictionary(rule => rule.Name, Create, StringComparer.Ordinal);

    /// <summary>GSDK0006.</summary>
    public static readonly DiagnosticDescriptor UnusableBufYaml = new(
        "GSDK0006",
        "buf.yaml cannot be used",
        "buf.yaml cannot be used: {0}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleHelp.Link("GSDK0006"));

    /// <summary>GSDK0007.</summary>
    public static readonly DiagnosticDescriptor UnreadableDescriptorSet = new(
        "GSDK0007",
        "A descriptor set cannot be read",
        "The descriptor set cannot be read: {0}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RuleHelp.Link("GSDK0007"));

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        SchemaRules.All.Select(Of).Concat(new[] { UnusableBufYaml, UnreadableDescriptorSet }).ToImmutableArray();

    public static DiagnosticDescriptor Of(SchemaRule rule) => ByRule[rule.Name];

    /// <summary>The diagnostic of a finding, which may be milder than its rule; what the user configures for the id counts more.</summary>
    public static Diagnostic Report(SchemaFinding finding, Location location) =>
        Diagnostic.Create(Of(finding.Rule), location, SeverityOf(finding.Severity), additionalLocations: null, properties: null, finding.Message);

    private static DiagnosticDescriptor Create(SchemaRule rule) => new(
        rule.DiagnosticId,
        rule.Title,
        "{0} [" + rule.Name + "]",
        Category,
        SeverityOf(rule.DefaultSeverity),
        rule.IsEnabledByDefault,
        helpLinkUri: rule.HelpLink,
        customTags: WithoutFile.Contains(rule.Name) ? [WellKnownDiagnosticTags.CompilationEnd] : []);

    private static DiagnosticSeverity SeverityOf(SchemaSeverity severity) => severity switch
    {
        SchemaSeverity.Error => DiagnosticSeverity.Error,
        SchemaSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
