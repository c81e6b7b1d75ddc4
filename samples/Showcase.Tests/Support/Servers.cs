// PostgreSQL and Redis for tests, started by the first who asks and shared by all.

using System.Reflection;
using GrpcSdk.LocalStores;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Showcase.Tests.Support.Servers))]

namespace Showcase.Tests.Support;

/// <summary>The tests of this class run on PostgreSQL and Redis; where these cannot be had they are skipped.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnServersAttribute : Attribute
{
    /// <summary>How many hosts share them; the calls of a client go to one after the other.</summary>
    public int Replicas { get; init; } = 1;
}

public sealed class Servers : IAsyncDisposable
{
    private readonly Lazy<Task<StoreServers>> _stores = new(() => StoreServers.StartAsync());

    public Servers() => Shared = this;

    /// <summary>How the tests of the current class run on the servers; null when they do not.</summary>
    internal static OnServersAttribute? Wanted => (TestContext.Current.TestClass as IXunitTestClass)?.Class.GetCustomAttribute<OnServersAttribute>();

    // Class fixtures are made without a test that could hand it over.
    private static Servers? Shared { get; set; }

    /// <summary>The kinds of Redis that this machine has: tests of what we ask of Redis run on each.</summary>
    public static TheoryData<string> RedisKinds { get; } = [.. RedisServer.Kinds.Select(kind => $"{kind}")];

    /// <summary>Both, for a fixture.</summary>
    /// <exception cref="MissingPartException">They cannot be had.</exception>
    internal static Task<StoreServers> StartedAsync() => Shared!._stores.Value;

    /// <summary>Both, for a test: skips it when they cannot be had.</summary>
    internal static Task<StoreServers> ForTestAsync() => Part<StoreServers>.ForTestAsync(StartedAsync);

    /// <summary>The Redis of a kind that this machine has.</summary>
    internal static async Task<RedisServer> RedisAsync(string kind)
    {
        var servers = await ForTestAsync();
        return Enum.Parse<RedisKind>(kind) == RedisKind.Garnet ? servers.Redis : await servers.StartRedisAsync(RedisKind.Installed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stores.IsValueCreated && _stores.Value.IsCompletedSuccessfully)
        {
            await (await _stores.Value).DisposeAsync();
        }
    }
}
