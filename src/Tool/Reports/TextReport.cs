// file(line,column): error GSDKnnnn: message [RULE] — the form that MSBuild and editors make clickable.
using GrpcSdk.Schema;

namespace GrpcSdk.Tool.Reports;

internal static class TextReport
{
    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            var place = finding.Path is null ? "" : $"{finding.Path}({finding.StartLine},{finding.StartColumn}): ";
            var severity = finding.Rule.DefaultSeverity switch { SchemaSeverity.Error => "error", SchemaSeverity.Warning => "warning", _ => "message" };
            output.WriteLine($"{place}{severity} {finding.Rule.DiagnosticId}: {finding.Message} [{finding.Rule.Name}]");
        }
    }
}
