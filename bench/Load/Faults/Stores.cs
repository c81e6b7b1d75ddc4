// The stores of showcase hosts that are killed under load, with the tables made.

using GrpcSdk.LocalStores;

namespace GrpcSdk.Bench.Load.Faults;

internal static class Stores
{
    /// <summary>Starts both, with empty tables.</summary>
    public static async Task<StoreServers> StartAsync()
    {
        var stores = await StoreServers.StartAsync();
        try
        {
            await HostProcess.MigrateAsync(stores.Settings(""));
            return stores;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of a host that uses both.</summary>
    /// <param name="stores">Both.</param>
    /// <param name="uploads">The folder of uploads that its replicas share.</param>
    public static Dictionary<string, string> Settings(this StoreServers stores, string uploads) => new()
    {
        ["ConnectionStrings:Postgres"] = stores.Postgres.ConnectionString,
        ["ConnectionStrings:Redis"] = stores.Redis.ConnectionString,
        ["Uploads:Folder"] = uploads,
    };
}
