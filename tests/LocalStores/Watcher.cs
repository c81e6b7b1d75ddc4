// Ends the stores of a process and removes their folder, also when that process was killed: it is a process of its own that
// holds the other end of a pipe, and a pipe ends with whoever held it.

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GrpcSdk.LocalStores;

internal sealed class Watcher : IAsyncDisposable
{
    private readonly Process _process;

    private Watcher(Process process) => _process = process;

    public static Watcher Start(string folder) => new(Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GrpcSdk.LocalStores.dll"), "watch", folder]) { RedirectStandardInput = true })!);

    /// <summary>What the process of its own does.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        // Ctrl+C means the whole group of processes: this one still has work to do then.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        await Console.In.ReadToEndAsync();
        await new PostgresServer(folder).StopAsync();
        RedisServer.KillLeftOvers(folder);
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
