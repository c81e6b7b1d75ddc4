// Runs a command with the connection strings of stores that live as long as it does.

using System.Diagnostics;

namespace GrpcSdk.LocalStores;

internal static class RunCommand
{
    /// <returns>The exit code of the command.</returns>
    public static async Task<int> RunAsync(RedisKind redis, IReadOnlyList<string> command)
    {
        await using var stores = await StoreServers.StartAsync(redis);
        Console.WriteLine(stores.Description);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            Environment =
            {
                ["ConnectionStrings__Postgres"] = stores.Postgres.ConnectionString,
                ["ConnectionStrings__Redis"] = stores.Redis.ConnectionString,
            },
        })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
