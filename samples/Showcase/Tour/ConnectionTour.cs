// Connections of a client, seen on the wire: reused, pooled, kept alive, compressed; and calls that are tried again.

using Acme.Events.V1;
using Acme.Inventory.V1;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Client;
using Showcase.Hosting;
using Showcase.Inventory;

namespace Showcase.Tour;

internal static class ConnectionTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("connections", "One channel for all calls", ReuseAsync),
        new("connections", "More calls at once than one connection carries", PoolAsync),
        new("connections", "A connection that dies without a word", KeepAliveAsync),
        new("connections", "gzip, by bytes on the wire", GzipAsync),
        new("connections", "Retries", RetryAsync),
    ];

    private const int Calls = 50;

    private static async Task<string> ReuseAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var reused = new Wire(tour.Address);
        using (var clients = TourClients.Create(reused.Address))
        {
            // .NET's client opens a second connection when many calls wait for the first: so one call goes ahead.
            await AskAsync(clients.Users, cancellationToken);
            await Task.WhenAll(Enumerable.Range(1, Calls - 1).Select(_ => AskAsync(clients.Users, cancellationToken)));
        }

        await using var wasted = new Wire(tour.Address);
        for (var i = 0; i < Calls; i++)
        {
            using var channel = GrpcChannel.ForAddress(wasted.Address);
            await AskAsync(new UserService.UserServiceClient(channel), cancellationToken);
        }

        Expect.Equal(1, reused.Connections, "connections of one channel");
        Expect.Equal(Calls, wasted.Connections, "connections of a channel per call");
        return $"{Calls} calls: {reused.Connections} connection; with a channel per call {wasted.Connections} connections";
    }

    private static async Task<string> PoolAsync(TourContext tour, CancellationToken cancellationToken)
    {
        const int subscribers = 25;
        await using var host = await tour.StartHostAsync(
            database: null,
            options => options with { Limits = new HostLimits(StreamsPerConnection: 10) },
            cancellationToken);
        await using var wire = new Wire(host.Address());
        using var clients = TourClients.Create(wire.Address);
        var open = new List<AsyncServerStreamingCall<Event>>();
        for (var i = 0; i < subscribers; i++)
        {
            open.Add(clients.Events.SubscribeToEvents(new SubscribeRequest(), cancellationToken: cancellationToken));
            await open[^1].ResponseHeadersAsync;
        }

        open.ForEach(call => call.Dispose());
        Expect.Equal(3, wire.Connections, "connections for 25 streams of which one carries 10");

        await using var single = new Wire(host.Address());
        using var waiting = TourClients.Create(single.Address, settings: new Dictionary<string, string> { [nameof(GrpcClientOptions.EnableMultipleConnections)] = "false" });
        using var full = new CallsInFlight(Enumerable.Range(0, 10).Select(_ => waiting.Events.SubscribeToEvents(new SubscribeRequest(), cancellationToken: cancellationToken)));
        await full.BegunAsync();
        await Expect.StatusAsync(
            StatusCode.DeadlineExceeded,
            async () => await waiting.Events.PublishEventAsync(
                new PublishEventRequest { Event = new Event { Type = "wire.late" } },
                deadline: DateTime.UtcNow.AddMilliseconds(300),
                cancellationToken: cancellationToken));
        return $"{subscribers} streams at 10 a connection: {wire.Connections} connections; with one connection the 11th call waited until its deadline";
    }

    private static async Task<string> KeepAliveAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var wire = new Wire(tour.Address);
        using var clients = TourClients.Create(wire.Address, settings: new Dictionary<string, string>
        {
            [nameof(GrpcClientOptions.KeepAlivePingDelay)] = "00:00:01",
            [nameof(GrpcClientOptions.KeepAlivePingTimeout)] = "00:00:01",
        });
        var publisher = new EventService.EventServiceClient(tour.Channel);
        await using var events = clients.Events.SubscribeToEventsResumable(new SubscribeRequest
        {
            EventTypes = { "wire.event" },
            ResumeToken = (await PublishAsync(publisher, "wire.start", cancellationToken)).ResumeToken,
        }).GetAsyncEnumerator(cancellationToken);
        await PublishAsync(publisher, "wire.event", cancellationToken);
        Expect.True(await events.MoveNextAsync(), "the first event comes");

        wire.GoDead();
        var second = await PublishAsync(publisher, "wire.event", cancellationToken);
        var died = System.Diagnostics.Stopwatch.StartNew();
        Expect.True(await events.MoveNextAsync(), "the second event comes");
        Expect.Equal(second.Id, events.Current.Id, "the event that was published while the connection was dead");
        // A machine that is busy for a second answers no ping in time either: then there were more.
        Expect.True(wire.Connections > 1, "it came over another connection");
        return $"no answer to a ping: given up and subscribed again over another connection after {died.Elapsed.TotalSeconds:0.0} s, no event missed";
    }

    private static async Task<string> GzipAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new UserService.UserServiceClient(tour.Channel);
        var drafts = Enumerable.Range(0, 200).Select(i => new CreateUserRequest
        {
            User = new User { Name = $"Gzip {i}", Email = $"gzip{i}@example.com", Tags = { "gzip" } },
        });
        await users.CreateUsersAsync(drafts.ToAsyncEnumerable(), callOptions: new CallOptions(cancellationToken: cancellationToken));
        var compressed = await BytesOfAPageAsync(tour, configure: null, cancellationToken);
        var plain = await BytesOfAPageAsync(tour, (_, client) => client.ConfigureChannel(channel => channel.CompressionProviders = []), cancellationToken);
        Expect.True(compressed < plain / 2, $"{compressed} bytes are less than half of {plain}");
        return $"a page of 200 users took {compressed} bytes with gzip, {plain} for a client that cannot read it";
    }

    private static async Task<string> RetryAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var count = tour.Host.Services.GetRequiredService<StockCount>();
        using var clients = TourClients.Create(tour.Address, settings: new Dictionary<string, string>
        {
            ["Retry:MaxAttempts"] = "20",
            ["Retry:InitialBackoff"] = "00:00:00.050",
            ["Retry:MaxBackoff"] = "00:00:00.200",
        });
        var refusals = count.Refusals;
        using (count.Begin(questions: 3))
        {
            await clients.Inventory.CheckInventoryAsync(new InventoryRequest { ProductId = 5 }, cancellationToken: cancellationToken);
        }

        Expect.Equal(3, count.Refusals - refusals, "tries that were refused");
        return "3 tries got UNAVAILABLE while the stock was counted, the next one its answer; the caller made one call";
    }

    private static async Task<long> BytesOfAPageAsync(TourContext tour, Action<string, IHttpClientBuilder>? configure, CancellationToken cancellationToken)
    {
        await using var wire = new Wire(tour.Address);
        using var clients = TourClients.Create(wire.Address, configure);
        var page = await clients.Users.ListUsersAsync(new ListUsersRequest { PageSize = 200, Filter = "tag:gzip" }, cancellationToken: cancellationToken);
        Expect.Equal(200, page.Users.Count, "users on the page");
        return wire.BytesReceived;
    }

    private static async Task AskAsync(UserService.UserServiceClient client, CancellationToken cancellationToken) =>
        await client.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);

    private static async Task<Event> PublishAsync(EventService.EventServiceClient client, string type, CancellationToken cancellationToken) =>
        await client.PublishEventAsync(new PublishEventRequest { Event = new Event { Type = type } }, cancellationToken: cancellationToken);

    private sealed class CallsInFlight(IEnumerable<AsyncServerStreamingCall<Event>> calls) : IDisposable
    {
        private readonly List<AsyncServerStreamingCall<Event>> _calls = [.. calls];

        public Task BegunAsync() => Task.WhenAll(_calls.Select(call => call.ResponseHeadersAsync));

        public void Dispose() => _calls.ForEach(call => call.Dispose());
    }
}
