// The stores and a replica die while clients are busy. Short forms of bench/Load, with stores of their own, since others
// use those that all tests share.

using GrpcSdk.Bench.Load;
using GrpcSdk.Bench.Load.Faults;
using GrpcSdk.LocalStores;
using Showcase.Tests.Support;

namespace Showcase.Tests.Load;

[Collection(nameof(RunsAlone))]
public sealed class FaultTests
{
    [Fact(Timeout = 300_000)]
    public async Task PostgreSQL_and_Redis_die_and_come_back_under_load_and_nothing_acknowledged_is_lost()
    {
        await using var stores = await Part<StoreServers>.ForTestAsync(Stores.StartAsync);

        var outcome = await StoreFaults.RunAsync(stores, callers: 1, away: TimeSpan.FromSeconds(1));

        Assert.True(outcome.HostLives);
        Assert.Empty(outcome.Lost);
        Assert.True(outcome.Traffic.Kinds.Sum(kind => kind.Acknowledged) > 10);
        Assert.All(outcome.Traffic.Kinds, kind => Assert.DoesNotContain(kind.Calls.Errors.Keys, error => !StoreFaults.IsClean(error)));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_replica_is_killed_and_its_clients_and_its_job_go_on_at_the_other_one()
    {
        await using var stores = await Part<StoreServers>.ForTestAsync(Stores.StartAsync);
        const int items = 200;
        const int chunks = 20;

        var outcome = await new ReplicaKill(members: 10, chunks, items).RunAsync(stores);

        Assert.Equal(0, outcome.Missed);
        Assert.InRange(outcome.ResumedAt.Chunk, 1, chunks - 1);
        Assert.True(outcome.UploadIsWhole);
        Assert.InRange(outcome.ItemsBefore, 1, items - 1);
        Assert.Equal(items, outcome.JobItems);
    }
}
