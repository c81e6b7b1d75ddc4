// A PostgreSQL with data of its own, which can be stopped as in a crash and started again.

using System.Diagnostics;
using System.Security.Cryptography;

namespace GrpcSdk.LocalStores;

/// <param name="folder">Where its programs and its data go.</param>
internal sealed class PostgresServer(string folder)
{
    private readonly string _programs = Path.Combine(folder, "postgres", "programs");
    private readonly string _data = Path.Combine(folder, "postgres", "data");
    private readonly string _log = Path.Combine(folder, "postgres", "log");

    /// <summary>For Npgsql, with patience for a machine that has much else to do.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=showcase;Password={Password};Database=postgres;Timeout=60;Command Timeout=120";

    /// <summary>The password in it.</summary>
    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public int Port { get; private set; }

    public string Description =>
        $"PostgreSQL of npm's {PostgresPackage.Name} on port {Port}" + (StoreFolder.User is { } user ? $", as the user {user} since it refuses root, from a copy in {_programs}" : "");

    /// <summary>Makes its data and starts it on a free port.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public async Task CreateAsync()
    {
        await PostgresPackage.CopyAsync(_programs);
        var password = Path.Combine(folder, "postgres", "password");
        await File.WriteAllTextAsync(password, Password);
        await StoreFolder.GiveAwayAsync(Path.Combine(folder, "postgres"));
        await RunAsync("initdb", "-D", _data, "-U", "showcase", "--auth=scram-sha-256", $"--pwfile={password}", "--no-locale", "--encoding=UTF8", "--no-sync");
        File.Delete(password);
        // A crash of the server loses nothing by fsync=off; only one of the machine would.
        await File.AppendAllLinesAsync(Path.Combine(_data, "postgresql.conf"), ["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "max_connections = 300", "fsync = off"]);
        await FreePorts.TryAsync(async port =>
        {
            Port = port;
            await StartAsync();
        });
    }

    /// <summary>Starts it again, with what it had written.</summary>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public Task StartAsync() => RunAsync("pg_ctl", "-D", _data, "-w", "-t", "60", "-s", "-l", _log, "-o", $"-p {Port}", "start");

    /// <summary>Ends it at once, as a crash would: nothing is written first. Does nothing when it does not run.</summary>
    public async Task StopAsync()
    {
        if (File.Exists(Path.Combine(_data, "postmaster.pid")))
        {
            await RunAsync("pg_ctl", "-D", _data, "-w", "-t", "60", "-s", "-m", "immediate", "stop");
        }
    }

    private async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_programs, "bin", program), arguments)
        {
            WorkingDirectory = Path.Combine(folder, "postgres"),
            // What pg_ctl starts stays, and would keep a pipe open; it says little, and the server has its log.
            RedirectStandardOutput = program != "pg_ctl",
        };
        if (StoreFolder.User is { } user)
        {
            start.UserName = user;
        }

        start.Environment.Remove("PGDATA");
        using var process = Process.Start(start)!;
        var said = start.RedirectStandardOutput ? await process.StandardOutput.ReadToEndAsync() : "";
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}. {said}{(File.Exists(_log) ? await File.ReadAllTextAsync(_log) : "")}");
        }
    }
}
