// The generated loader against a real server: single gets that travel together.
using Grpc.Core;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Runtime.Tests.Batching;

public class BatchLoaderTests
{
    private int _calls;

    [Fact]
    public async Task Two_thousand_gets_are_twenty_calls()
    {
        await using var server = await LabServer.StartAsync(Serving());
        await using var loader = server.Client.CreateItemLoader(maxBatch: 100);

        var items = await Task.WhenAll(Enumerable.Range(0, 2000).Select(id => loader.LoadAsync(id, TestContext.Current.CancellationToken)));

        Assert.Equal(Enumerable.Range(0, 2000), items.Select(i => i.Id));
        // A pause of the test's own may close a window early.
        Assert.InRange(_calls, 20, 30);
    }

    [Fact]
    public async Task A_batch_that_is_not_full_goes_when_the_window_closes_with_each_key_once()
    {
        var time = new FakeTimeProvider();
        await using var server = await LabServer.StartAsync(Serving());
        await using var loader = server.Client.CreateItemLoader(window: TimeSpan.FromSeconds(1), timeProvider: time);

        Task<Item>[] loads = [loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(1)];
        Assert.Equal(0, _calls);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2, 1], (await Task.WhenAll(loads)).Select(i => i.Id));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_fails_its_own_caller_alone()
    {
        await using var server = await LabServer.StartAsync(Serving(missing: 2));
        await using var loader = server.Client.CreateItemLoader(maxBatch: 3);

        Task<Item>[] loads = [loader.LoadAsync(1), loader.LoadAsync(2), loader.LoadAsync(3)];

        Assert.Equal(1, (await loads[0]).Id);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => loads[1])).StatusCode);
        Assert.Equal(3, (await loads[2]).Id);
    }

    [Fact]
    public async Task A_fault_fails_all_callers_and_the_next_batch_works()
    {
        var down = true;
        var serving = Serving().BatchGet!;
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGet = (request, context) => down ? throw new RpcException(new Status(StatusCode.Unavailable, "down")) : serving(request, context),
        });
        await using var loader = server.Client.CreateItemLoader(maxBatch: 2);

        Task<Item>[] loads = [loader.LoadAsync(1), loader.LoadAsync(2)];
        foreach (var load in loads)
        {
            Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => load)).StatusCode);
        }

        down = false;
        Assert.Equal([3, 4], (await Task.WhenAll(loader.LoadAsync(3), loader.LoadAsync(4))).Select(i => i.Id));
    }

    [Fact]
    public async Task Disposal_fails_those_who_wait_and_those_who_come_later()
    {
        var arrived = new TaskCompletionSource();
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGet = async (_, context) =>
            {
                arrived.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return new();
            },
        });
        var loader = server.Client.CreateItemLoader(maxBatch: 1, window: TimeSpan.FromHours(1));
        var sent = loader.LoadAsync(1);
        await arrived.Task;

        await loader.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sent);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => loader.LoadAsync(2));
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_disturb_the_others()
    {
        var time = new FakeTimeProvider();
        await using var server = await LabServer.StartAsync(Serving());
        await using var loader = server.Client.CreateItemLoader(window: TimeSpan.FromSeconds(1), timeProvider: time);
        using var stop = new CancellationTokenSource();

        var (gone, stays) = (loader.LoadAsync(1, stop.Token), loader.LoadAsync(1));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await stays).Id);
    }

    private LabBehaviour Serving(int missing = -1) => new()
    {
        BatchGet = (request, _) =>
        {
            Interlocked.Increment(ref _calls);
            var response = new BatchGetItemsResponse();
            foreach (var id in request.ItemIds.Where(id => id != missing))
            {
                response.Items.Add(id, new Item { Id = id });
            }

            return Task.FromResult(response);
        },
    };
}
