// A showcase host on a free port with a database of its own, and a channel to it.

using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Showcase.Hosting;

namespace Showcase.Tests.Support;

public sealed class RunningShowcase : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-tests-");
    private GrpcChannel? _channel;

    public RunningShowcase()
    {
    }

    /// <summary>A host with some configuration.</summary>
    internal RunningShowcase(Dictionary<string, string?> settings)
        : this() => _settings = settings;

    internal WebApplication App { get; private set; } = null!;

    /// <summary>The SQLite file of the host.</summary>
    internal string DatabasePath => Path.Combine(_folder.FullName, "showcase.db");

    /// <summary>A channel over a real socket.</summary>
    internal GrpcChannel Channel => _channel!;

    public async ValueTask InitializeAsync()
    {
        App = await ShowcaseHost.StartAsync(new ShowcaseOptions(Port: 0, DatabasePath, Quiet: true, Settings: _settings), TestContext.Current.CancellationToken);
        _channel = GrpcChannel.ForAddress(App.Address());
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
