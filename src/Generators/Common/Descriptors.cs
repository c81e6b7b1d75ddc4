// The one place that makes diagnostic descriptors: category and help link follow from the id.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Common;

/// <summary>Creates the descriptors of the generators.</summary>
internal static class Descriptors
{
    private const string RulePages = "https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/";

    public static DiagnosticDescriptor Create(
        string id,
        string title,
        string message,
        DiagnosticSeverity severity,
        bool enabledByDefault = true)
    {
        return new DiagnosticDescriptor(id, title, message, CategoryOf(id), severity, enabledByDefault, helpLinkUri: $"{RulePages}{id}.md");
    }

    private static string CategoryOf(string id) => id[4] switch
    {
        '4' => "GrpcSdk.Registration",
        '5' => "GrpcSdk.Mocks",
        '6' => "GrpcSdk.Paging",
        _ => "GrpcSdk",
    };
}
