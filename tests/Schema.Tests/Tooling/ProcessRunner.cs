using GrpcSdk.Shared;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>What a program wrote and returned.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);

/// <summary>Runs programs to their end.</summary>
internal static class ProcessRunner
{
    public static Task<ProcessResult> RunAsync(string program, string workingDirectory, params IEnumerable<string> arguments) => Task.Run(() =>
    {
        var outcome = new ChildProcess().Run(program, workingDirectory, arguments);
        return new ProcessResult(outcome.ExitCode, outcome.Output, outcome.Error);
    });
}
