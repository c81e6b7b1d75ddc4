// A showcase host on free ports with a database of its own, and a channel to it.

using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Showcase.Hosting;
using Showcase.Security;
using Showcase.Tour;
using Showcase.Uploads;

namespace Showcase.Tests.Support;

/// <summary>The database is a SQLite file, or on the servers for a class with <see cref="OnServersAttribute"/>.</summary>
public sealed class RunningShowcase : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-tests-");
    private readonly List<WebApplication> _replicas = [];
    private readonly Part<Running> _running = new();

    public RunningShowcase()
    {
    }

    /// <summary>A host with some configuration.</summary>
    internal RunningShowcase(Dictionary<string, string?> settings)
        : this() => _settings = settings;

    internal WebApplication App => _running.Value.App;

    /// <summary>The SQLite file of the host, or what would be it; other files are beside it.</summary>
    internal string DatabasePath => Path.Combine(_folder.FullName, "showcase.db");

    /// <summary>A channel over a real socket, in plaintext and without a token.</summary>
    internal GrpcChannel Channel => Tour.Channel;

    /// <summary>The same for each of the replicas.</summary>
    internal IReadOnlyList<GrpcChannel> Channels => _running.Value.Channels;

    /// <summary>Calls to all replicas, one after the other.</summary>
    internal CallInvoker Calls => _running.Value.Calls;

    /// <summary>What the steps of the tour need, to take one of them alone.</summary>
    internal TourContext Tour => _running.Value.Tour;

    /// <summary>Headers with a token of a role.</summary>
    internal Metadata As(string role, string subject = "tester") =>
        new() { { "authorization", $"Bearer {App.Services.GetRequiredService<DevelopmentIssuer>().Issue(subject, role).Value}" } };

    /// <summary>Options of a host of its own, on a database that only hosts with the same name share.</summary>
    internal async Task<ShowcaseOptions> OptionsAsync(string database) => new(Port: 0, Path.Combine(_folder.FullName, $"{database}.db"), Quiet: true)
    {
        Settings = await _running.Value.Stores.SettingsAsync(database, TestContext.Current.CancellationToken),
    };

    public async ValueTask InitializeAsync() => await _running.StartAsync(StartAsync);

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _running.Started?.Channels ?? [])
        {
            channel.Dispose();
        }

        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (_running.Started is { } running)
        {
            running.Tour.Dispose();
            await running.App.DisposeAsync();
            await running.Stores.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task<Running> StartAsync()
    {
        var wanted = Servers.Wanted;
        var servers = wanted is null ? null : await Servers.StartedAsync();
        var stores = new TourStores(servers?.Postgres.ConnectionString, servers?.Redis.ConnectionString);
        var options = new ShowcaseOptions(Port: 0, DatabasePath, Quiet: true, Environment: Environments.Development)
        {
            Settings = (await stores.SettingsAsync(TourContext.MainDatabase, TestContext.Current.CancellationToken)).Concat(_settings).ToDictionary(),
        };
        var app = await ShowcaseHost.StartAsync(options, TestContext.Current.CancellationToken);
        var tour = new TourContext(app, DatabasePath, stores);
        List<GrpcChannel> channels = [tour.Channel];
        while (channels.Count < wanted?.Replicas)
        {
            var replica = await tour.StartHostAsync(database: null, options => AsReplica(options, channels.Count), TestContext.Current.CancellationToken);
            _replicas.Add(replica);
            channels.Add(GrpcChannel.ForAddress(replica.Address()));
        }

        return new Running(app, tour, stores, channels, new AlternatingInvoker([.. channels.Select(channel => channel.CreateCallInvoker())]));
    }

    // It has files of its own, but the folder of the uploads.
    private ShowcaseOptions AsReplica(ShowcaseOptions options, int number) => options with
    {
        DatabasePath = Path.Combine(_folder.FullName, $"replica{number}.db"),
        Environment = Environments.Development,
        Settings = new Dictionary<string, string?>(options.Settings!.Concat(_settings)) { [UploadsArea.FolderSetting] = Path.ChangeExtension(DatabasePath, ".uploads") },
    };

    private sealed record Running(WebApplication App, TourContext Tour, TourStores Stores, IReadOnlyList<GrpcChannel> Channels, CallInvoker Calls);
}
