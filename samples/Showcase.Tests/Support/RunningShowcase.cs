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

namespace Showcase.Tests.Support;

public sealed class RunningShowcase : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-tests-");
    private TourContext? _tour;

    public RunningShowcase()
    {
    }

    /// <summary>A host with some configuration.</summary>
    internal RunningShowcase(Dictionary<string, string?> settings)
        : this() => _settings = settings;

    internal WebApplication App { get; private set; } = null!;

    /// <summary>The SQLite file of the host.</summary>
    internal string DatabasePath => Path.Combine(_folder.FullName, "showcase.db");

    /// <summary>A channel over a real socket, in plaintext and without a token.</summary>
    internal GrpcChannel Channel => Tour.Channel;

    /// <summary>What the steps of the tour need, to take one of them alone.</summary>
    internal TourContext Tour => _tour!;

    /// <summary>Headers with a token of a role.</summary>
    internal Metadata As(string role, string subject = "tester") =>
        new() { { "authorization", $"Bearer {App.Services.GetRequiredService<DevelopmentIssuer>().Issue(subject, role).Value}" } };

    public async ValueTask InitializeAsync()
    {
        var options = new ShowcaseOptions(Port: 0, DatabasePath, Quiet: true, Settings: _settings, Environment: Environments.Development);
        App = await ShowcaseHost.StartAsync(options, TestContext.Current.CancellationToken);
        _tour = new TourContext(App, DatabasePath);
    }

    public async ValueTask DisposeAsync()
    {
        _tour?.Dispose();
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
