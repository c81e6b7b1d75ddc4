// A PostgreSQL and a Redis of their own, which can be stopped as in a crash and started again: .ci/stores.

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GrpcSdk.Bench.Load.Faults;

internal sealed partial class Stores : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _script = Path.Combine(RepositoryRoot(), ".ci", "stores");
    private Dictionary<string, string> _settings = [];

    /// <summary>Starts both, empty.</summary>
    /// <exception cref="InvalidOperationException">They are not installed; the message says how to.</exception>
    public static async Task<Stores> StartAsync()
    {
        var stores = new Stores();
        try
        {
            var said = await stores.RunAsync("start");
            stores._settings = Setting().Matches(said).ToDictionary(setting => setting.Groups[1].Value, setting => setting.Groups[2].Value);
            await HostProcess.MigrateAsync(stores.Settings(stores._folder.Path));
            return stores;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of a host that uses both.</summary>
    /// <param name="uploads">The folder of uploads that its replicas share.</param>
    public Dictionary<string, string> Settings(string uploads) => new()
    {
        ["ConnectionStrings:Postgres"] = _settings["SHOWCASE_TEST_POSTGRES"],
        ["ConnectionStrings:Redis"] = _settings["SHOWCASE_TEST_REDIS"],
        ["Uploads:Folder"] = uploads,
    };

    /// <summary>Ends one, "postgres" or "redis", as a crash would.</summary>
    public Task StopAsync(string which) => RunAsync("stop", which);

    /// <summary>Starts it again, with what it had written.</summary>
    public Task RestartAsync(string which) => RunAsync("start", which);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _folder.Dispose();
    }

    private async Task<string> RunAsync(string command, params string[] which)
    {
        // What it starts stays, and would keep a pipe open: the output goes to a file.
        var output = Path.Combine(_folder.Path, "output");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" > \"$0\" 2>&1", output, _script, command, _folder.Path, .. which]))!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(output);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{_script} {command}: {said}");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, ".ci", "stores")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below the repository.");
    }

    [GeneratedRegex("export ([A-Z_]+)='([^']*)'")]
    private static partial Regex Setting();
}
