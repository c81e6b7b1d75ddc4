// A PostgreSQL for tests, started by the first that asks and shared by all; where none can be had they are skipped.
using GrpcSdk.LocalStores;
using GrpcSdk.Tests.Shared;

[assembly: AssemblyFixture(typeof(GrpcSdk.EntityFrameworkCore.Tests.Postgres))]

namespace GrpcSdk.EntityFrameworkCore.Tests;

public sealed class Postgres : IAsyncDisposable
{
    private static readonly Lazy<Task<StoreServers>> Stores = new(() => StoreServers.StartAsync());

    public async ValueTask DisposeAsync()
    {
        if (Stores.IsValueCreated && Stores.Value.IsCompletedSuccessfully)
        {
            await (await Stores.Value).DisposeAsync();
        }
    }

    /// <summary>The connection string; skips the test where PostgreSQL cannot be had.</summary>
    internal static async Task<string> ForTestAsync()
    {
        try
        {
            return (await Stores.Value).Postgres.ConnectionString;
        }
        catch (MissingPartException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
