using System.Runtime.InteropServices;
using System.Text.Json;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>
/// The real buf, as pinned in the repository's package.json. Installed on first use with <c>npm ci</c>. The native
/// program is started directly: its Node launcher costs four times as much as a lint.
/// </summary>
internal static class BufCli
{
    /// <summary>buf's exit code when it has something to report.</summary>
    private const int HasAnnotations = 100;

    private static readonly Lazy<Task<string>> Program = new(InstallAsync);

    public static Task<IReadOnlyList<BufAnnotation>> LintAsync(string directory, params string[] arguments) =>
        AnnotateAsync(directory, ["lint", "--error-format=json", .. arguments]);

    public static Task<IReadOnlyList<BufAnnotation>> BreakingAsync(string directory, string against, params string[] arguments) =>
        AnnotateAsync(directory, ["breaking", "--against", against, "--error-format=json", .. arguments]);

    /// <summary>Runs any command.</summary>
    public static async Task<ProcessResult> RunAsync(string directory, params IEnumerable<string> arguments) =>
        await ProcessRunner.RunAsync(await Program.Value, directory, arguments);

    private static async Task<IReadOnlyList<BufAnnotation>> AnnotateAsync(string directory, IEnumerable<string> arguments)
    {
        var result = await RunAsync(directory, arguments);
        if (result.ExitCode is not 0 and not HasAnnotations)
        {
            throw new InvalidOperationException($"buf failed in {directory}: {result.Error}{result.Output}");
        }

        var annotations = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<BufAnnotation>(line)!)
            .ToList();
        return annotations.Exists(annotation => annotation.Type == "COMPILE")
            ? throw new InvalidOperationException($"buf cannot compile {directory}: {result.Output}")
            : annotations;
    }

    private static async Task<string> InstallAsync()
    {
        var program = Path.Combine(
            TestEnvironment.RepositoryRoot, "node_modules", "@bufbuild", "buf-" + Platform, "bin", "buf" + TestEnvironment.ExecutableExtension);
        await NpmOrSkip.InstallAsync(TestEnvironment.RepositoryRoot);
        return program;
    }

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + "-" + (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? (OperatingSystem.IsLinux() ? "aarch64" : "arm64") : "x64");
}
