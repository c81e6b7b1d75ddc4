// PostgreSQL and Redis are stopped and started again while every kind of RPC is called: what callers see, how soon all is
// well again, and whether anything that was acknowledged is lost.

using System.Diagnostics;
using GrpcSdk.LocalStores;

namespace GrpcSdk.Bench.Load.Faults;

/// <param name="Traffic">The calls.</param>
/// <param name="Recovered">How long after the start of a store every kind of call had succeeded again.</param>
/// <param name="Lost">What was acknowledged and is gone, by kind.</param>
/// <param name="HostLives">Whether it is still the same process.</param>
internal sealed record StoreFaultOutcome(Traffic Traffic, IReadOnlyDictionary<string, TimeSpan> Recovered, IReadOnlyDictionary<string, int> Lost, bool HostLives);

internal static class StoreFaults
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="stores">The stores, running.</param>
    /// <param name="callers">How many callers of each kind.</param>
    /// <param name="away">How long each store is away.</param>
    public static async Task<StoreFaultOutcome> RunAsync(StoreServers stores, int callers, TimeSpan away)
    {
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path, stores.Settings(folder.Below("uploads")));
        using var channel = Channels.Open(host.Address);
        await Traffic.PrepareAsync(channel);
        var (traffic, recovered) = (new Traffic(), new Dictionary<string, TimeSpan>());
        using var over = new CancellationTokenSource();
        var calling = traffic.RunAsync(channel, callers, over.Token);
        await traffic.SucceedAsync(Patience);
        foreach (var (store, stop, start) in new (string, Func<Task>, Func<Task>)[]
        {
            ("postgres", stores.Postgres.StopAsync, stores.Postgres.StartAsync),
            ("redis", stores.Redis.KillAsync, stores.Redis.StartAsync),
        })
        {
            await stop();
            await Task.Delay(away);
            await start();
            var started = Stopwatch.GetTimestamp();
            await traffic.SucceedAsync(Patience);
            recovered[store] = Stopwatch.GetElapsedTime(started);
        }

        await over.CancelAsync();
        await calling;
        return new StoreFaultOutcome(traffic, recovered, await traffic.FindLostAsync(channel), !host.HasExited);
    }

    public static async Task<int> PrintAsync(int callers, TimeSpan away)
    {
        var report = new Report();
        await using var stores = await Stores.StartAsync();
        var outcome = await RunAsync(stores, callers, away);
        Report.Line($"{callers} callers of each kind; PostgreSQL, then Redis, is killed and away for {away.TotalSeconds:0} s.\n");
        outcome.Traffic.Print();
        Report.Line($"\nAcknowledged: {outcome.Traffic.Kinds.Sum(kind => kind.Acknowledged)}, of which lost: {outcome.Lost.Values.Sum()}. Every kind of call succeeded again {outcome.Recovered["postgres"].TotalSeconds:0.0} s after PostgreSQL was back, {outcome.Recovered["redis"].TotalSeconds:0.0} s after Redis.");
        report.Expect(outcome.HostLives, "the host lives on");
        report.Expect(outcome.Lost.Count == 0, $"nothing acknowledged is lost: {string.Join(", ", outcome.Lost)}");
        report.Expect(outcome.Traffic.Kinds.All(kind => kind.Calls.Errors.Keys.All(IsClean)), "errors are UNAVAILABLE with a delay, or the deadline");
        return report.ExitCode;
    }

    /// <summary>Whether callers are told that it is not their fault and when to come back.</summary>
    public static bool IsClean(string error) => error is "Unavailable" or "DeadlineExceeded";
}
