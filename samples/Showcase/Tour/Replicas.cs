// Three hosts on one database, each with a name, that can be killed and brought back.

using Acme.Users.V1;
using Grpc.Core;
using Showcase.Hosting;

namespace Showcase.Tour;

internal sealed class Replicas : IAsyncDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];
    private readonly TourContext _tour;
    private readonly Dictionary<string, (WebApplication? Host, Uri Address)> _hosts = [];

    private Replicas(TourContext tour) => _tour = tour;

    /// <summary>Starts the hosts.</summary>
    public static async Task<Replicas> StartAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var replicas = new Replicas(tour);
        foreach (var name in Names)
        {
            await replicas.StartAsync(name, cancellationToken);
        }

        return replicas;
    }

    public Uri AddressOf(string name) => _hosts[name].Address;

    /// <summary>Ends a host with all its connections, at once.</summary>
    public async Task KillAsync(string name)
    {
        var (host, address) = _hosts[name];
        _hosts[name] = (null, address);
        await host!.StopAsync(new CancellationToken(canceled: true));
        await host.DisposeAsync();
    }

    /// <summary>Starts a host; one that was there before listens where it did.</summary>
    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        var port = _hosts.TryGetValue(name, out var old) ? old.Address.Port : 0;
        var host = await _tour.StartHostAsync(
            database: null,
            options => options with { Port = port, Settings = new Dictionary<string, string?>(options.Settings!) { [ServedBy.Setting] = name } },
            cancellationToken);
        _hosts[name] = (host, host.Address());
    }

    /// <summary>Calls a number of times, one after the other.</summary>
    /// <returns>How often each host answered.</returns>
    public static async Task<Dictionary<string, int>> AskAsync(TourClients clients, int times, CancellationToken cancellationToken)
    {
        var answers = Names.ToDictionary(name => name, _ => 0);
        for (var i = 0; i < times; i++)
        {
            using var call = clients.Users.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
            answers[(await call.ResponseHeadersAsync).GetValue(ServedBy.Header)!]++;
            await call;
        }

        return answers;
    }

    /// <summary>Calls until the hosts that answer are those that are expected; the patience of the step ends it.</summary>
    public static async Task AskUntilAsync(TourClients clients, string expected, CancellationToken cancellationToken)
    {
        string seen;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            seen = string.Concat((await AskAsync(clients, 2 * Names.Length, cancellationToken)).Where(answer => answer.Value > 0).Select(answer => answer.Key));
        }
        while (seen != expected);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in Names.Where(name => _hosts.TryGetValue(name, out var running) && running.Host is not null))
        {
            await KillAsync(name);
        }
    }
}
