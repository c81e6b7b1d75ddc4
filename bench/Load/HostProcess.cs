// A showcase host in a process of its own, with the memory that deploy/ gives a pod, as far as .NET itself knows limits.

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GrpcSdk.Bench.Load;

internal sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>The memory limit of a pod in deploy/, in bytes.</summary>
    public const long MemoryLimit = 512L << 20;

    private readonly Process _process;

    private HostProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What the process holds in memory now (resident), in bytes.</summary>
    public long Memory => Status("VmRSS");

    /// <summary>The most that it ever held, in bytes.</summary>
    public long PeakMemory => Status("VmHWM");

    /// <summary>Processor time that it took so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a host and waits until it listens on this machine.</summary>
    /// <param name="folder">Where its data go.</param>
    /// <param name="settings">Its configuration, such as <c>Limits:Connections</c>.</param>
    /// <param name="port">Its port; 0 takes a free one.</param>
    /// <exception cref="InvalidOperationException">The host ended instead; the message has what it said.</exception>
    public static async Task<HostProcess> StartAsync(string folder, IReadOnlyDictionary<string, string>? settings = null, int port = 0)
    {
        var start = Showcase(settings, "--no-page", "--port", $"{port}", "--database", Path.Combine(folder, "showcase.db"));
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        // In a pod .NET keeps its heap below three quarters of the limit, and has one heap for half a core.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = (MemoryLimit / 4 * 3).ToString("X", CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is { Success: true } address)
            {
                // A host that nobody listens to would stop at a full pipe.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new HostProcess(process, new Uri(address.Value));
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The host ended with {process.ExitCode}.\n{string.Join('\n', said)}");
    }

    /// <summary>Makes the tables of PostgreSQL, as the job of the deployment does.</summary>
    public static async Task MigrateAsync(IReadOnlyDictionary<string, string> settings)
    {
        using var process = Process.Start(Showcase(settings, "migrate"))!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The migrations ended with {process.ExitCode}.\n{said}");
        }
    }

    /// <summary>Begins anew with <see cref="PeakMemory"/>, from what is held now (proc(5), clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>SIGKILL: it can do nothing any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still until <see cref="ContinueAsync"/>.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Showcase(IReadOnlyDictionary<string, string>? settings, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture) << 10;
    }

    [GeneratedRegex("(?<=^gRPC over HTTP/2 without TLS at )http://[^ ]+")]
    private static partial Regex Listening();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
