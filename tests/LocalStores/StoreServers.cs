// A PostgreSQL and a Redis, empty, on loopback and free ports; with the process that started them they end and leave nothing.

using GrpcSdk.Tests.Shared;

namespace GrpcSdk.LocalStores;

internal sealed class StoreServers : IAsyncDisposable
{
    private readonly Watcher _watcher;
    private readonly string _folder;

    private StoreServers(Watcher watcher, string folder, RedisKind redis) =>
        (_watcher, _folder, Postgres, Redis) = (watcher, folder, new PostgresServer(folder), new RedisServer(folder, redis));

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    /// <summary>What runs where, and as whom, in a sentence.</summary>
    public string Description => $"{Postgres.Description}; {Redis.Description}";

    /// <summary>Starts both.</summary>
    /// <exception cref="MissingPartException">This machine has one of them not, and no registry has it for this machine.</exception>
    /// <exception cref="InvalidOperationException">One does not start; the message has what it said.</exception>
    public static async Task<StoreServers> StartAsync(RedisKind redis = RedisKind.Garnet)
    {
        // Before anything else, so that it is not left to lie about.
        await PostgresPackage.FindAsync();
        RedisServer.Find(redis);
        var folder = StoreFolder.Create();
        var stores = new StoreServers(Watcher.Start(folder), folder, redis);
        try
        {
            await Task.WhenAll(stores.Postgres.CreateAsync(), stores.Redis.StartAsync());
            return stores;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more Redis, which ends with these or before.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    public async Task<RedisServer> StartRedisAsync(RedisKind kind)
    {
        RedisServer.Find(kind);
        var redis = new RedisServer(_folder, kind);
        await redis.StartAsync();
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        Redis.Dispose();
        await _watcher.DisposeAsync();
    }
}
