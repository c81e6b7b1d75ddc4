// Wakes the streams of all replicas, through Redis. Redis carries no data: a message that it loses, or an hour without
// it, costs a delay and never an event, because everybody looks by itself every now and then.

using Showcase.Hosting;
using StackExchange.Redis;

namespace Showcase.Live;

internal sealed class RedisNotifier : BackgroundService, INotifier
{
    /// <summary>The name of Redis' connection string: <c>ConnectionStrings:Redis</c>.</summary>
    public const string Redis = "Redis";

    /// <summary>The setting that keeps several showcases on one Redis apart; replicas of one showcase have the same.</summary>
    public const string PrefixSetting = "Redis:Prefix";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceWithoutRedis = TimeSpan.FromSeconds(1);

    private readonly LocalNotifier _local;
    private readonly IConnectionMultiplexer _redis;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisNotifier> _logger;
    private readonly RedisChannel _channel;
    private readonly string _self = Guid.CreateVersion7().ToString("N");

    public RedisNotifier(LocalNotifier local, IConnectionMultiplexer redis, IConfiguration configuration, TimeProvider time, ILogger<RedisNotifier> logger)
    {
        (_local, _redis, _time, _logger) = (local, redis, time, logger);
        _channel = RedisChannel.Literal($"{configuration[PrefixSetting] ?? "showcase"}/live");
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="HostRefusedException">It is not one.</exception>
    public static ConfigurationOptions Options(string connectionString)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.ClientName ??= "grpcsdk-showcase";
            // The host starts, and goes on, without Redis; nothing is kept for later, the others look by themselves.
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ReconnectRetryPolicy = new LinearRetry((int)PatienceWithoutRedis.TotalMilliseconds);
            return options;
        }
        catch (ArgumentException)
        {
            // The exception may quote a password.
            throw new HostRefusedException($"The connection string {Redis} is not one of StackExchange.Redis. It has the form host:port,password=...");
        }
    }

    public void Notify(string topic)
    {
        _local.Notify(topic);
        try
        {
            _redis.GetSubscriber().Publish(_channel, $"{_self} {topic}", CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // The other replicas look by themselves.
        }
    }

    public Subscription Subscribe(string topic) => _local.Subscribe(topic);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _redis.ConnectionFailed += Lost;
        _redis.ConnectionRestored += Restored;
        try
        {
            var listening = false;
            while (true)
            {
                listening = listening || await TryListenAsync();
                _local.NotifyAll();
                await Task.Delay(listening && _redis.IsConnected ? Patience : PatienceWithoutRedis, _time, stoppingToken);
            }
        }
        finally
        {
            _redis.ConnectionFailed -= Lost;
            _redis.ConnectionRestored -= Restored;
        }
    }

    // The client subscribes again by itself whenever it connects again.
    private async Task<bool> TryListenAsync()
    {
        try
        {
            await _redis.GetSubscriber().SubscribeAsync(_channel, (_, message) => Hear(message.ToString()));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private void Hear(string message)
    {
        var space = message.IndexOf(' ', StringComparison.Ordinal);
        if (space >= 0 && !message.AsSpan(0, space).SequenceEqual(_self))
        {
            _local.Notify(message[(space + 1)..]);
        }
    }

    private void Lost(object? sender, ConnectionFailedEventArgs failure) =>
        _logger.LogWarning("Redis is away ({Failure}); streams look for news every {Patience}.", failure.FailureType, PatienceWithoutRedis);

    private void Restored(object? sender, ConnectionFailedEventArgs restored)
    {
        _logger.LogInformation("Redis is back.");
        _local.NotifyAll();
    }
}
