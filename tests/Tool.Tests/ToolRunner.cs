// Runs the grpcsdk program as a user does: another process, in a folder of its own.
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Tool.Tests;

internal static class ToolRunner
{
    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "grpcsdk.dll");

    public static Task<ProcessResult> RunAsync(string directory, params IEnumerable<string> arguments) =>
        ProcessRunner.RunAsync("dotnet", directory, ["exec", "--roll-forward", "Major", Program, .. arguments]);

    public static async Task<ProcessResult> GitAsync(string directory, params IEnumerable<string> arguments)
    {
        var result = await ProcessRunner.RunAsync("git", directory, ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }
}
