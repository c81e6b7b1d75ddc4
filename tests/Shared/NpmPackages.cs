// The packages of the repository's package.json (buf among them), installed by the first test that needs them.
using System.ComponentModel;
using System.Diagnostics;

namespace GrpcSdk.Tests.Shared;

internal static class NpmPackages
{
    /// <summary>Runs <c>npm ci</c> unless it has been run for the packages of now. Several test programs may ask at once: one installs, the others wait.</summary>
    /// <exception cref="MissingPartException">There is no npm.</exception>
    /// <exception cref="InvalidOperationException">npm failed; the message has what it said.</exception>
    public static async Task InstallAsync(string repositoryRoot)
    {
        if (MissingPartException.IsHidden("node"))
        {
            throw NoNode();
        }

        // npm writes this file when an installation is complete.
        var installed = Path.Combine(repositoryRoot, "node_modules", ".package-lock.json");
        if (!IsCurrent(repositoryRoot, installed))
        {
            await using var turn = await WaitForTurnAsync(repositoryRoot);
            if (!IsCurrent(repositoryRoot, installed))
            {
                await RunNpmAsync(repositoryRoot);
            }
        }
    }

    // An installation that is older than the list of what to install lacks something.
    private static bool IsCurrent(string repositoryRoot, string installed) =>
        File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(repositoryRoot, "package-lock.json"));

    // In the repository, not in the folder for temporary files: there another user's file would be in the way for good.
    private static async Task<FileStream> WaitForTurnAsync(string repositoryRoot)
    {
        var lockFile = Path.Combine(Directory.CreateDirectory(Path.Combine(repositoryRoot, "artifacts")).FullName, "npm-ci.lock");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }

    private static async Task RunNpmAsync(string repositoryRoot)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = repositoryRoot,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var npm = Start(start);
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {repositoryRoot}: {await error}{await output}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw NoNode();
        }
    }

    private static MissingPartException NoNode() => new("npm is not there, which brings what this test needs: install Node.js 20 or newer.");
}
