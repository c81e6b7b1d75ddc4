// A server of Redis' protocol that can be killed and started again: Microsoft's Garnet, which NuGet brings, or Redis itself
// where it is installed.

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.LocalStores;

internal enum RedisKind
{
    /// <summary>Microsoft's Garnet, on every machine.</summary>
    Garnet,

    /// <summary>The <c>redis-server</c> of this machine.</summary>
    Installed,
}

/// <param name="folder">Where it may write.</param>
/// <param name="kind">Which of the two.</param>
internal sealed class RedisServer(string folder, RedisKind kind) : IDisposable
{
    private const string Ready = "Ready to accept connections";
    private Process? _process;

    /// <summary>The kinds that there are on this machine.</summary>
    public static IEnumerable<RedisKind> Kinds => Installed is null ? [RedisKind.Garnet] : [RedisKind.Garnet, RedisKind.Installed];

    /// <summary>For StackExchange.Redis, with patience for a machine that has much else to do.</summary>
    public string ConnectionString => ConnectionStringOn(Port);

    public int Port { get; private set; }

    /// <summary>The password in it.</summary>
    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));


    public string Description => $"{(kind == RedisKind.Garnet ? "Garnet" : Installed)} on port {Port}";

    private static string? Installed { get; } = MissingPartException.IsHidden("redis-server")
        ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(entry => Path.Combine(entry, "redis-server")).FirstOrDefault(File.Exists);

    /// <summary>Makes sure that there is one.</summary>
    /// <exception cref="MissingPartException">It is not installed.</exception>
    public static void Find(RedisKind kind)
    {
        if (!Kinds.Contains(kind))
        {
            throw new MissingPartException("redis-server is not installed (on Debian: apt-get install redis-server).");
        }
    }

    /// <summary>Starts it, empty: on a free port, or on that which it had.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public Task StartAsync() => Port != 0 ? StartAsync(Port) : FreePorts.TryAsync(async port =>
    {
        await StartAsync(port);
        Port = port;
    });

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
    }

    /// <summary>Kills what somebody left who could not do so any more. Garnet ends by itself then.</summary>
    public static void KillLeftOvers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.pid"))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }
    }

    /// <summary>The same by way of another port.</summary>
    public string ConnectionStringOn(int port) => $"127.0.0.1:{port},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000,password={Password}";

    private async Task StartAsync(int port)
    {
        var process = Process.Start(kind == RedisKind.Garnet ? Garnet(port) : Redis(port))!;
        // It goes through standard input, so that no list of processes shows it.
        await process.StandardInput.WriteLineAsync(kind == RedisKind.Garnet ? Password : $"requirepass {Password}");
        await process.StandardInput.FlushAsync();
        if (kind == RedisKind.Installed)
        {
            process.StandardInput.Close();
        }

        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                // A server that nobody listens to would stop at a full pipe.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _process = process;
                return;
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"{kind} ended with {process.ExitCode}. {string.Join('\n', said)}");
    }

    private static ProcessStartInfo Garnet(int port)
    {
        var program = typeof(RedisServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RedisProcess").Value!;
        return Piped(new ProcessStartInfo("dotnet", [program, $"{port}"]));
    }

    private ProcessStartInfo Redis(int port) => Piped(new ProcessStartInfo(
        Installed!,
        ["-", "--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--dir", folder, "--pidfile", Path.Combine(folder, $"{port}.pid")]));

    private static ProcessStartInfo Piped(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        return start;
    }
}
