// Workflow commands of GitHub Actions: ::error file=…,line=…,col=…::message.
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Reports;

internal static class GithubActionsReport
{
    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            var command = finding.Rule.DefaultSeverity switch { SchemaSeverity.Error => "error", SchemaSeverity.Warning => "warning", _ => "notice" };
            var place = finding.Path is null
                ? ""
                : $"file={EscapeProperty(finding.Path)},line={finding.StartLine},endLine={finding.EndLine},col={finding.StartColumn},endColumn={finding.EndColumn},";
            output.WriteLine($"::{command} {place}title={finding.Rule.DiagnosticId} {finding.Rule.Name}::{EscapeMessage(finding.Message)}");
        }
    }

    private static string EscapeMessage(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeMessage(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
