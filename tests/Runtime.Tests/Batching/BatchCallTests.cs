// The generated batch helpers against a real server.
using System.Collections.Concurrent;
using Grpc.Core;
using GrpcSdk.Batching;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Batching;

public class BatchCallTests
{
    private readonly ConcurrentQueue<int[]> _batches = [];

    [Fact]
    public async Task Results_come_in_the_order_of_the_keys_duplicates_and_missing_ones_included()
    {
        await using var server = await LabServer.StartAsync(Serving(id => id % 10 != 7));
        int[] keys = [.. Enumerable.Range(0, 250).Reverse(), 5, 5, 17];

        var results = await server.Client.BatchGetAllItemsAsync(keys, new() { MaxBatchSize = 100 });

        Assert.Equal(keys, results.Select(r => r.Key));
        Assert.Equal(Enumerable.Range(0, keys.Length), results.Select(r => r.Index));
        Assert.All(results, r => Assert.Equal((r.Key % 10 != 7, r.Key % 10 != 7 ? StatusCode.OK : StatusCode.NotFound), (r.IsOk, r.Status.StatusCode)));
        Assert.All(results.Where(r => r.IsOk), r => Assert.Equal(r.Key, r.Item!.Id));
        Assert.Equal([50, 100, 100], _batches.Select(b => b.Length).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_calls_than_allowed_run_at_a_time(int allowed)
    {
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();
        var answer = Serving(_ => true).BatchGet!;
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGet = async (request, context) =>
            {
                var now = Interlocked.Increment(ref running);
                most = Math.Max(most, now);
                if (now == allowed)
                {
                    full.TrySetResult();
                }

                // The first ones wait for as many as may run, so that the limit is reached for certain.
                await full.Task;
                try
                {
                    return await answer(request, context);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
        });

        await server.Client.BatchGetAllItemsAsync(Enumerable.Range(0, 40), new() { MaxBatchSize = 2, MaxConcurrency = allowed });

        Assert.Equal(allowed, most);
    }

    [Fact]
    public async Task The_first_failure_ends_it_by_default()
    {
        await using var server = await LabServer.StartAsync(Atomic(bad: [5]));

        var error = await Assert.ThrowsAsync<BatchException>(
            () => server.Client.BatchGetAllItemsAsync(Enumerable.Range(0, 100), new() { MaxBatchSize = 10, MaxConcurrency = 1 }));

        Assert.Equal((StatusCode.InvalidArgument, 10, 0), (error.StatusCode, error.Batches, error.SucceededBatches));
        Assert.Single(_batches);
    }

    [Fact]
    public async Task Or_costs_only_its_own_batch()
    {
        await using var server = await LabServer.StartAsync(Atomic(bad: [5, 50]));

        var results = await server.Client.BatchGetAllItemsAsync(Enumerable.Range(0, 100), new() { MaxBatchSize = 10, OnFailure = BatchFailureMode.Continue });

        Assert.Equal(20, results.Count(r => r.Status.StatusCode == StatusCode.InvalidArgument));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_atomic_batch_is_halved_until_the_bad_keys_stand_alone(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bad = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(952)).ToHashSet();
        await using var server = await LabServer.StartAsync(Atomic(bad));

        var results = await server.Client.BatchGetAllItemsAsync(Enumerable.Range(0, 952), new() { MaxBatchSize = 100, OnFailure = BatchFailureMode.Isolate });

        Assert.Equal(bad.Order(), results.Where(r => !r.IsOk).Select(r => r.Key));
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal(StatusCode.InvalidArgument, r.Status.StatusCode));
        // Ten batches, and per bad key two calls for each halving of a hundred.
        Assert.InRange(_batches.Count, 11, 10 + (bad.Count * 2 * 7));
    }

    [Fact]
    public async Task A_failure_that_no_choice_of_keys_changes_is_not_halved()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGet = (request, _) =>
            {
                _batches.Enqueue([.. request.ItemIds]);
                throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            },
        });

        var results = await server.Client.BatchGetAllItemsAsync(Enumerable.Range(0, 64), new() { MaxBatchSize = 64, OnFailure = BatchFailureMode.Isolate });

        Assert.Single(_batches);
        Assert.All(results, r => Assert.Equal(StatusCode.Unavailable, r.Status.StatusCode));
    }

    [Fact]
    public async Task Partial_success_gives_each_request_its_status()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchCreate = request =>
            {
                var response = new BatchCreateItemsResponse();
                foreach (var (create, index) in request.Requests.Select((r, i) => (r, i)))
                {
                    if (create.Item.Name.Length > 0)
                    {
                        response.Items.Add(create.Item);
                    }
                    else
                    {
                        response.FailedRequests.Add(index, new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "no name" });
                    }
                }

                return response;
            },
        });
        CreateItemRequest[] creates = [.. new[] { "a", "", "c", "", "e" }.Select(n => new CreateItemRequest { Item = new() { Name = n } })];

        var results = await server.Client.BatchCreateAllItemsAsync(creates, new() { MaxBatchSize = 3 });

        Assert.Equal(["a", null, "c", null, "e"], results.Select(r => r.Item?.Name));
        Assert.Equal("no name", results[3].Status.Detail);
    }

    [Fact]
    public async Task A_mutation_is_only_sent_again_in_parts_when_each_request_has_an_id()
    {
        var calls = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            BatchCreate = request =>
            {
                calls++;
                return request.Requests.Any(r => r.Item.Name == "bad")
                    ? throw new RpcException(new Status(StatusCode.InvalidArgument, "bad"))
                    : new() { Items = { request.Requests.Select(r => r.Item) } };
            },
        });
        CreateItemRequest[] creates = [.. new[] { "a", "bad", "c", "d" }.Select(n => new CreateItemRequest { Item = new() { Name = n }, RequestId = $"id-{n}" })];
        var isolate = new BatchOptions { OnFailure = BatchFailureMode.Isolate };

        var results = await server.Client.BatchCreateAllItemsAsync(creates, isolate);
        Assert.Equal([true, false, true, true], results.Select(r => r.IsOk));

        calls = 0;
        creates[2].RequestId = "";
        var error = await Assert.ThrowsAsync<ArgumentException>(() => server.Client.BatchCreateAllItemsAsync(creates, isolate));
        Assert.Contains("index 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_sent()
    {
        await using var server = await LabServer.StartAsync(Serving(_ => true));
        var client = server.Client;

        await Assert.ThrowsAsync<ArgumentException>("keys", () => client.BatchGetAllItemsAsync([]));
        await Assert.ThrowsAsync<ArgumentException>("keys", () => client.BatchGetAllItemsAsync([1, 2, 3], new() { MaxKeys = 2 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.BatchGetAllItemsAsync([1], new() { MaxBatchSize = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.BatchGetAllItemsAsync([1], new() { MaxConcurrency = 0 }));
        var error = await Assert.ThrowsAsync<ArgumentException>("keys", () => client.BatchCreateAllItemsAsync([new(), null!]));
        Assert.Contains("index 1", error.Message, StringComparison.Ordinal);
        Assert.Empty(_batches);
    }

    private LabBehaviour Serving(Func<int, bool> exists) => new()
    {
        BatchGet = (request, _) =>
        {
            _batches.Enqueue([.. request.ItemIds]);
            var response = new BatchGetItemsResponse();
            foreach (var id in request.ItemIds)
            {
                if (exists(id))
                {
                    response.Items.Add(id, new Item { Id = id });
                }
                else
                {
                    response.NotFound.Add(id);
                }
            }

            return Task.FromResult(response);
        },
    };

    // All or nothing.
    private LabBehaviour Atomic(HashSet<int> bad)
    {
        var serving = Serving(_ => true).BatchGet!;
        return new()
        {
            BatchGet = async (request, context) =>
            {
                var response = await serving(request, context);
                return request.ItemIds.Any(bad.Contains) ? throw new RpcException(new Status(StatusCode.InvalidArgument, "a bad key")) : response;
            },
        };
    }
}
