// Clients that want too much or say nothing: each is stopped, the host stays within its memory, and a caller from
// another address is served meanwhile. Short forms of bench/Load.

using System.Net;
using Acme.Chat.V1;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcSdk.Bench.Load;
using GrpcSdk.Bench.Load.Hostile;
using Showcase.Hosting;

namespace Showcase.Tests.Load;

/// <remarks>What a test leaves behind, the host may notice a little later: those that count come from addresses of their own.</remarks>
[NotOn("Windows", "The memory of another process is read from /proc.")]
[NotOn("macOS", "The memory of another process is read from /proc, and callers need addresses of their own.")]
public sealed class HostileClientTests(HostileClientTests.StrictHost strict) : IClassFixture<HostileClientTests.StrictHost>
{
    private const int Megabyte = 1 << 20;

    private Uri Address => strict.Host.Address;

    [Fact(Timeout = 120_000)]
    public async Task A_caller_that_opens_too_many_streams_is_refused_the_rest_and_probes_get_through()
    {
        var caller = IPAddress.Parse("127.0.0.3");
        var streams = await WithNeighbourAsync(() => Attacks.StreamsAsync(Address, 3 * StrictHost.CallsPerCaller, ProbeAsync, caller));

        Assert.Equal(StrictHost.CallsPerCaller, streams.Succeeded);
        Assert.Equal([("ResourceExhausted", 2 * StrictHost.CallsPerCaller)], streams.Errors.Select(error => (error.Key, error.Value)));

        async Task ProbeAsync()
        {
            using var channel = Channels.Open(Address, caller);
            var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = ChatService.Descriptor.FullName });
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
            Assert.Equal(StatusCode.ResourceExhausted, await Support.Calls.StatusOfAsync(() => new ChatService.ChatServiceClient(channel).Chat().ResponseStream.MoveNext(CancellationToken.None)));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Streams_beyond_what_a_connection_may_carry_are_refused()
    {
        var (streamsPerConnection, more) = (new HostLimits().StreamsPerConnection, 5);
        using var connection = await RawConnection.ConnectAsync(Address);
        await connection.OpenAsync();
        var headers = RawConnection.CallHeaders("/acme.chat.v1.ChatService/Chat");
        for (var i = 0; i < streamsPerConnection + more; i++)
        {
            Assert.True(await connection.TryWriteAsync(RawConnection.Frame(FrameType.Headers, RawConnection.EndHeaders, (2 * i) + 1, headers)));
        }

        for (var refused = 0; refused < more;)
        {
            var frame = await connection.ReadFrameAsync();
            Assert.NotNull(frame);
            refused += frame.Value.Type == FrameType.ResetStream ? 1 : 0;
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Streams_that_are_opened_and_reset_without_end_close_their_connection_only()
    {
        await WithNeighbourAsync(() => Attacks.ResetsAsync(Address, 2000));
        await WithNeighbourAsync(() => Attacks.FloodAsync(Address, 2000));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_address_that_has_too_many_connections_gets_no_more_and_others_do()
    {
        var connections = new List<RawConnection>();
        while (connections.Count <= StrictHost.ConnectionsPerCaller)
        {
            connections.Add(await RawConnection.ConnectAsync(Address));
            if (!await connections[^1].OpenAsync())
            {
                break;
            }
        }

        // Other tests have connections from this address too.
        Assert.InRange(connections.Count, 1, StrictHost.ConnectionsPerCaller + 1);
        Assert.Null(await connections[^1].ReadFrameAsync());
        await WithNeighbourAsync(() => Task.FromResult(0));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_message_of_64_MiB_is_refused_also_when_it_comes_packed()
    {
        var (plain, packed) = await WithNeighbourAsync(async () => (
            await Attacks.MessagesAsync(Address, 4, () => GrpcBody.Of(64 * Megabyte)),
            await Attacks.MessagesAsync(Address, 4, () => GrpcBody.Bomb(64 * Megabyte))));

        Assert.Equal([("ResourceExhausted", 4)], plain.Select(status => (status.Key, status.Value)));
        Assert.Equal([("ResourceExhausted", 4)], packed.Select(status => (status.Key, status.Value)));
        Assert.InRange(strict.Host.PeakMemory, 1, HostProcess.MemoryLimit);
    }

    [Fact(Timeout = 120_000)]
    public async Task Messages_that_never_end_are_refused_when_there_are_too_many()
    {
        const int messages = 20;
        // What comes before the message counts too, so one less than the budget has room for.
        var held = (StrictHost.UnfinishedBytes / Megabyte) - 1;

        var statuses = await WithNeighbourAsync(() => Attacks.UnfinishedAsync(Address, messages, Megabyte, refusals: messages - held, IPAddress.Parse("127.0.0.4")));

        Assert.Equal(messages - held, statuses["ResourceExhausted"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Metadata_without_an_end_close_the_connection()
    {
        const long most = 64 * Megabyte;

        var sent = await WithNeighbourAsync(() => Attacks.MetadataAsync(Address, most));

        Assert.InRange(sent, 1, most - 1);
    }

    [Fact(Timeout = 120_000)]
    public async Task Connections_that_say_nothing_or_half_of_it_are_closed()
    {
        const int connections = 30;
        using var folder = new TemporaryFolder();
        await using var impatient = await HostProcess.StartAsync(folder.Path, new Dictionary<string, string>
        {
            ["Limits:Idle"] = "00:00:02",
            ["Limits:Headers"] = "00:00:01",
            ["Limits:PingAfter"] = "00:00:01",
            ["Limits:PingPatience"] = "00:00:01",
        });

        Assert.Equal(connections, await Attacks.SilentAsync(impatient.Address, connections));
    }

    [Fact(Timeout = 120_000)]
    public async Task Members_who_read_get_every_message_once_and_in_order_whatever_slow_members_do()
    {
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path);

        var outcome = await ChatLoad.RunAsync(host.Address, new ChatSize(Members: 60, Slow: 6, Messages: 40, PerSecond: 20), "room");

        Assert.Equal(0, outcome.Lost);
        Assert.Equal(40, outcome.ToAll.Succeeded);
        Assert.Empty(outcome.SlowErrors.Errors);
    }

    private async Task<T> WithNeighbourAsync<T>(Func<Task<T>> attack)
    {
        await using var neighbour = new Neighbour(Address);
        await neighbour.CallsAsync(5);
        var outcome = await attack();
        await neighbour.CallsAsync(5);
        Assert.Empty(neighbour.Calls.Errors);
        return outcome;
    }

    /// <summary>A host of its own process with limits that are soon reached.</summary>
    public sealed class StrictHost : IAsyncLifetime
    {
        internal const int CallsPerCaller = 50;
        internal const int ConnectionsPerCaller = 40;
        internal const int UnfinishedBytes = 8 * Megabyte;

        private readonly TemporaryFolder _folder = new();

        internal HostProcess Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await HostProcess.StartAsync(_folder.Path, new Dictionary<string, string>
        {
            ["Limits:CallsPerCaller"] = $"{CallsPerCaller}",
            ["Limits:ConnectionsPerCaller"] = $"{ConnectionsPerCaller}",
            ["Limits:UnfinishedBytes"] = $"{UnfinishedBytes}",
        });

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
