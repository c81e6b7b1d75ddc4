// What every command does around its own work: errors without a stack, findings with buf's exit code.
using System.CommandLine;
using GrpcSdk.Schema;
using GrpcSdk.Tool.Reports;

namespace GrpcSdk.Tool.Commands;

internal static class CommandRunner
{
    /// <summary>Runs a command's work; what the user can mend is printed to standard error.</summary>
    public static async Task<int> RunAsync(ParseResult result, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is ToolException or SchemaImageException or IOException or UnauthorizedAccessException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"grpcsdk: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Prints findings and says by the exit code whether there were any.</summary>
    public static int Print(ParseResult result, CommonOptions options, IReadOnlyList<Finding> findings)
    {
        // The console writes through at every line.
        using var report = new StringWriter();
        Report.Write(result.GetValue(options.Format), findings, report);
        result.InvocationConfiguration.Output.Write(report.ToString());
        return findings.Count == 0 ? ExitCode.Ok : ExitCode.Findings;
    }
}
