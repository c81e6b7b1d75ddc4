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
    private readonly TourStores _stores = Servers.NewStores();
    private readonly List<WebApplication> _replicas = [];
    private WebApplication? _app;
    private TourContext? _tour;
    private CallInvoker? _calls;

    public RunningShowcase()
    {
    }

    /// <summary>A host with some configuration.</summary>
    internal RunningShowcase(Dictionary<string, string?> settings)
        : this() => _settings = settings;

    internal WebApplication App => _app ?? throw Absent();

    /// <summary>The SQLite file of the host, or what would be it; other files are beside it.</summary>
    internal string DatabasePath => Path.Combine(_folder.FullName, "showcase.db");

    /// <summary>A channel over a real socket, in plaintext and without a token.</summary>
    internal GrpcChannel Channel => Tour.Channel;

    /// <summary>The same for each of the replicas.</summary>
    internal List<GrpcChannel> Channels { get; } = [];

    /// <summary>Calls to all replicas, one after the other.</summary>
    internal CallInvoker Calls => _calls ?? throw Absent();

    /// <summary>What the steps of the tour need, to take one of them alone.</summary>
    internal TourContext Tour => _tour ?? throw Absent();

    /// <summary>Headers with a token of a role.</summary>
    internal Metadata As(string role, string subject = "tester") =>
        new() { { "authorization", $"Bearer {App.Services.GetRequiredService<DevelopmentIssuer>().Issue(subject, role).Value}" } };

    /// <summary>Options of a host of its own, on a database that only hosts with the same name share.</summary>
    internal async Task<ShowcaseOptions> OptionsAsync(string database) => new(Port: 0, Path.Combine(_folder.FullName, $"{database}.db"), Quiet: true)
    {
        Settings = await _stores.SettingsAsync(database, TestContext.Current.CancellationToken),
    };

    public async ValueTask InitializeAsync()
    {
        // The tests are skipped when they ask for the host.
        var servers = Servers.Wanted;
        if (servers is null || Servers.AreThere)
        {
            var stores = await _stores.SettingsAsync(TourContext.MainDatabase, TestContext.Current.CancellationToken);
            var options = new ShowcaseOptions(Port: 0, DatabasePath, Quiet: true, Environment: Environments.Development)
            {
                Settings = stores.Concat(_settings).ToDictionary(),
            };
            _app = await ShowcaseHost.StartAsync(options, TestContext.Current.CancellationToken);
            _tour = new TourContext(_app, DatabasePath, _stores);
            Channels.Add(_tour.Channel);
            while (Channels.Count < servers?.Replicas)
            {
                var replica = await _tour.StartHostAsync(database: null, AsReplica, TestContext.Current.CancellationToken);
                _replicas.Add(replica);
                Channels.Add(GrpcChannel.ForAddress(replica.Address()));
            }

            _calls = new AlternatingInvoker([.. Channels.Select(channel => channel.CreateCallInvoker())]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Channels.ForEach(channel => channel.Dispose());
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        _tour?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        await _stores.DisposeAsync();
    }

    // It has files of its own, but the folder of the uploads.
    private ShowcaseOptions AsReplica(ShowcaseOptions options) => options with
    {
        DatabasePath = Path.Combine(_folder.FullName, $"replica{Channels.Count}.db"),
        Environment = Environments.Development,
        Settings = new Dictionary<string, string?>(options.Settings!.Concat(_settings)) { [UploadsArea.FolderSetting] = Path.ChangeExtension(DatabasePath, ".uploads") },
    };

    private static InvalidOperationException Absent()
    {
        Servers.SkipWithout();
        return new InvalidOperationException("The host has not started.");
    }
}
