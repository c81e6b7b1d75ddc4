// The forms that findings are printed in.
namespace GrpcSdk.Tool.Reports;

/// <summary>The values of <c>--format</c>.</summary>
internal enum ReportFormat
{
    /// <summary>A line a finding, as the compiler prints it.</summary>
    Text,

    /// <summary>A JSON object a line, as <c>buf --error-format=json</c> prints it.</summary>
    Json,

    /// <summary>SARIF 2.1.0 (OASIS), for code scanning.</summary>
    Sarif,

    /// <summary>GitHub Actions workflow commands, which become annotations.</summary>
    GithubActions,
}

/// <summary>Prints findings.</summary>
internal static class Report
{
    public static void Write(ReportFormat format, IReadOnlyList<Finding> findings, TextWriter output)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReport.Write(findings, output);
                break;
            case ReportFormat.Sarif:
                SarifReport.Write(findings, output);
                break;
            case ReportFormat.GithubActions:
                GithubActionsReport.Write(findings, output);
                break;
            default:
                TextReport.Write(findings, output);
                break;
        }
    }
}
