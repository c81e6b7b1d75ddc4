// The notifier over Redis, with a clock that stands still: what wakes a stream then came through Redis.

using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Showcase.Live;
using Showcase.Tests.Support;
using StackExchange.Redis;

namespace Showcase.Tests.Replicas;

public sealed partial class RedisNotifierTests
{
    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Servers.RedisKinds), MemberType = typeof(Servers))]
    public async Task Nothing_that_we_ask_of_Redis_is_refused(string kind)
    {
        var redis = await Servers.RedisAsync(kind);
        using MemoryStream asked = new(), answered = new();
        using var relay = new TcpRelay(redis.Port, Append(asked), Append(answered));
        await using (var replica = await Replica.StartAsync(redis.ConnectionStringOn(relay.Port), "refused"))
        {
            await replica.Redis.GetDatabase().PingAsync();
            using var subscription = replica.Notifier.Subscribe("topic");
            replica.Notifier.Notify("topic");
            await subscription.WaitAsync(TestContext.Current.CancellationToken);
        }

        // While our client gets to know a server it asks what only a cluster, a sentinel or Redis 7.2 (CLIENT SETINFO) knows.
        var refused = Error().Matches(Text(answered)).Select(error => error.Value.TrimEnd())
            .Where(error => error != "-ERR This instance has cluster support disabled" && !error.StartsWith("-ERR unknown subcommand 'SETINFO'", StringComparison.Ordinal))
            .ToList();
        Assert.All(refused, error => Assert.StartsWith("-ERR unknown command", error));
        Assert.Equal(Text(asked).Split("SENTINEL").Length - 1, refused.Count);
        Assert.Contains("PUBLISH", Text(asked));

        static string Text(MemoryStream bytes) => Encoding.Latin1.GetString(bytes.ToArray());

        // Several connections are relayed at once.
        static Action<ReadOnlySpan<byte>> Append(MemoryStream to) => bytes =>
        {
            lock (to)
            {
                to.Write(bytes);
            }
        };
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Servers.RedisKinds), MemberType = typeof(Servers))]
    public async Task A_notification_wakes_the_subscribers_of_its_topic_in_every_replica(string kind)
    {
        var redis = (await Servers.RedisAsync(kind)).ConnectionString;
        var prefix = Guid.CreateVersion7().ToString("N");
        await using var a = await Replica.StartAsync(redis, prefix);
        await using var b = await Replica.StartAsync(redis, prefix);
        await using var stranger = await Replica.StartAsync(redis, prefix + "-other");

        // A connection that Redis' client makes anew wakes everybody, now and then; what goes to the wrong ones would each time.
        var wrong = true;
        for (var round = 0; wrong && round < 5; round++)
        {
            wrong = await OthersAreWokenAsync(a.Notifier, b.Notifier, stranger.Notifier);
        }

        Assert.False(wrong);
    }

    // Notifies in one replica, and waits until that was heard in both.
    private static async Task<bool> OthersAreWokenAsync(RedisNotifier a, RedisNotifier b, RedisNotifier stranger)
    {
        using var here = a.Subscribe("topic");
        using var there = b.Subscribe("topic");
        using var other = b.Subscribe("other");
        using var elsewhere = stranger.Subscribe("topic");

        a.Notify("topic");
        await here.WaitAsync(TestContext.Current.CancellationToken);
        await there.WaitAsync(TestContext.Current.CancellationToken);

        // Redis keeps the order: had the first one woken anybody else, it would have before this.
        using var last = b.Subscribe("last");
        a.Notify("last");
        await last.WaitAsync(TestContext.Current.CancellationToken);
        return other.WaitAsync(TestContext.Current.CancellationToken).IsCompleted || elsewhere.WaitAsync(TestContext.Current.CancellationToken).IsCompleted;
    }

    [Fact(Timeout = 300_000)]
    public async Task Without_Redis_everybody_is_woken_every_second()
    {
        await using var alone = await Replica.StartAsync("127.0.0.1:1", "alone", waitForRedis: false);
        using var subscription = alone.Notifier.Subscribe("topic");

        for (var i = 0; i < 3; i++)
        {
            var woken = subscription.WaitAsync(TestContext.Current.CancellationToken);
            while (!woken.IsCompleted)
            {
                alone.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await woken;
        }
    }

    // Of RESP: an answer that begins so says no.
    [GeneratedRegex("^-.*$", RegexOptions.Multiline)]
    private static partial Regex Error();

    private sealed class Replica : IAsyncDisposable
    {
        private readonly ConnectionMultiplexer _redis;

        private Replica(ConnectionMultiplexer redis, string prefix)
        {
            _redis = redis;
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(RedisNotifier.PrefixSetting, prefix)]).Build();
            Notifier = new RedisNotifier(new LocalNotifier(), redis, configuration, Time, NullLogger<RedisNotifier>.Instance);
        }

        public FakeTimeProvider Time { get; } = new();

        public RedisNotifier Notifier { get; }

        public IConnectionMultiplexer Redis => _redis;

        public static async Task<Replica> StartAsync(string connectionString, string prefix, bool waitForRedis = true)
        {
            var replica = new Replica(await ConnectionMultiplexer.ConnectAsync(RedisNotifier.Options(connectionString)), prefix);
            using var listening = replica.Notifier.Subscribe("listening");
            await replica.Notifier.StartAsync(TestContext.Current.CancellationToken);
            if (waitForRedis)
            {
                // Wakes everybody once it listens.
                await listening.WaitAsync(TestContext.Current.CancellationToken);
            }

            return replica;
        }

        public async ValueTask DisposeAsync()
        {
            await Notifier.StopAsync(CancellationToken.None);
            Notifier.Dispose();
            await _redis.DisposeAsync();
        }
    }
}
