// How much memory a host of its own process holds when it has started and nobody calls.

using System.Diagnostics;

namespace GrpcSdk.Bench.Showcase;

internal static class MemoryBenchmark
{
    private const int GoalMegabytes = 200;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("showcase-memory-");
        var showcase = Path.Combine(AppContext.BaseDirectory, "Showcase.dll");
        using var host = Process.Start(new ProcessStartInfo("dotnet", [showcase, "--port", "0", "--database", Path.Combine(folder.FullName, "memory.db")]) { RedirectStandardOutput = true })!;
        while (await host.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Try it", StringComparison.Ordinal))
        {
        }

        await Task.Delay(Idle);
        host.Refresh();
        var megabytes = host.WorkingSet64 / 1e6;
        host.Kill();
        await host.WaitForExitAsync();
        folder.Delete(recursive: true);
        Rounds.Print($"Idle for {Idle.TotalSeconds:0} s, the host holds {megabytes:0} MB (resident; goal: under {GoalMegabytes}).");
    }
}
