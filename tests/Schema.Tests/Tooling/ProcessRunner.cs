using System.Diagnostics;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>What a program wrote and returned.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);

/// <summary>Runs programs to their end.</summary>
internal static class ProcessRunner
{
    public static async Task<ProcessResult> RunAsync(string program, string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProcessResult(process.ExitCode, await output, await error);
    }
}
