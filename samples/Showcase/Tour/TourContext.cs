// What the steps of a tour work with: a running host, channels to it over real sockets, and clients as an application
// registers them.

using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Showcase.Hosting;
using Showcase.Logs;
using Showcase.Security;

namespace Showcase.Tour;

internal sealed class TourContext : IDisposable
{
    private readonly Dictionary<string, TourClients> _clients = [];
    private readonly DirectoryInfo _folder;
    private readonly TourStores _stores;

    /// <summary>The name of the database of the host in <see cref="TourStores"/>.</summary>
    public const string MainDatabase = "main";

    /// <param name="host">The host to walk through, in Development.</param>
    /// <param name="databasePath">Its database file, or what would be it; other files are beside it.</param>
    /// <param name="stores">What it and the other hosts stand on.</param>
    public TourContext(WebApplication host, string databasePath, TourStores stores)
    {
        (Host, DatabasePath, _stores) = (host, databasePath, stores);
        _folder = Directory.CreateTempSubdirectory("grpcsdk-tour-");
        Channel = GrpcChannel.ForAddress(Address);
        Authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(CertificateFolder, "ca.crt"));
    }

    /// <summary>The host itself: for what a client cannot bring about, such as a count of the stock.</summary>
    public WebApplication Host { get; }

    public string DatabasePath { get; }

    public Uri Address => Host.Address();

    /// <summary>Plaintext, without a token.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>The authority that the host made at its start.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>Where the host left what clients need for TLS.</summary>
    public string CertificateFolder => Path.ChangeExtension(DatabasePath, ".certificates");

    /// <summary>Clients over TLS with a token of a role.</summary>
    public TourClients SignedIn(string role)
    {
        if (!_clients.TryGetValue(role, out var clients))
        {
            clients = TourClients.Create(Host.Endpoints().Tls!, (_, client) => client
                .AddGrpcTls(Authority)
                .AddGrpcTokenSource(_ => new DevelopmentTokens(Host.Endpoints().Tls!, Authority, "ada", role)));
            _clients.Add(role, clients);
        }

        return clients;
    }

    /// <summary>Starts another host. Dispose of it.</summary>
    /// <param name="database">Null for the database of the first host; else the name of another one.</param>
    /// <param name="change">Changes its options.</param>
    public async Task<WebApplication> StartHostAsync(string? database, Func<ShowcaseOptions, ShowcaseOptions>? change, CancellationToken cancellationToken)
    {
        var path = database is null ? DatabasePath : Path.Combine(_folder.FullName, $"{database}.db");
        var options = new ShowcaseOptions(Port: 0, path, Quiet: true, Environment: Environments.Production)
        {
            Settings = new Dictionary<string, string?>(await _stores.SettingsAsync(database ?? MainDatabase, cancellationToken))
            {
                [LogsArea.FolderSetting] = Path.Combine(_folder.FullName, $"{Guid.CreateVersion7()}.logs"),
            },
        };
        return await ShowcaseHost.StartAsync(change?.Invoke(options) ?? options, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var clients in _clients.Values)
        {
            clients.Dispose();
        }

        Channel.Dispose();
        Authority.Dispose();
        // Pooled connections keep the files open.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
