// The generated pager against servers that misbehave.
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

public class PagedCallFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // "" -> A -> B -> A -> …, one item a page.
    private static LabBehaviour Looping => new()
    {
        List = static (request, _) => Task.FromResult(new ListItemsResponse
        {
            Items = { new Item { Name = request.PageToken } },
            NextPageToken = request.PageToken == "A" ? "B" : "A",
        }),
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Tokens_that_go_in_a_circle_throw_once_all_items_were_seen(int prefetch)
    {
        await using var server = await LabServer.StartAsync(Looping);
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<PagingProtocolException>(async () =>
        {
            await foreach (var item in server.Client.ListItemsPaged(new(), new() { Prefetch = prefetch }).WithCancellation(Token))
            {
                seen.Add(item.Name);
            }
        });

        Assert.Equal(["", "A", "B"], seen);
        Assert.Contains("LabService.ListItems", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Or_they_end_the_list_where_the_caller_wants_that()
    {
        await using var server = await LabServer.StartAsync(Looping);

        Assert.Equal(3, await server.Client.ListItemsPaged(new(), new() { TokenCycle = TokenCyclePolicy.Stop }).CountAsync(Token));
    }

    [Fact]
    public async Task An_endless_row_of_empty_pages_is_an_error()
    {
        var serial = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            List = (_, _) => Task.FromResult(new ListItemsResponse { NextPageToken = $"t{serial++}" }),
        });

        await Assert.ThrowsAsync<PagingProtocolException>(async () => await server.Client.ListItemsPaged(new(), new() { MaxEmptyPages = 50 }).CountAsync(Token));

        Assert.Equal(51, serial);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task After_a_failed_page_the_walk_goes_on_where_it_was(int prefetch)
    {
        var failures = 2;
        var list = new ItemList(50)
        {
            Before = (request, _) => request.PageToken == "20.0" && failures-- > 0
                ? throw new RpcException(new Status(StatusCode.Unavailable, "for a moment"))
                : Task.CompletedTask,
        };
        await using var server = await LabServer.StartAsync(list.Behaviour);
        var (seen, errors) = (new List<int>(), 0);

        await using var items = server.Client.ListItemsPaged(new(), new() { Prefetch = prefetch }).GetAsyncEnumerator(Token);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    break;
                }

                seen.Add(items.Current.Id);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                errors++;
            }
        }

        Assert.Equal(Enumerable.Range(0, 50), seen);
        Assert.Equal(2, errors);
    }

    [Fact]
    public async Task The_total_timeout_spans_all_pages()
    {
        var list = new ItemList(50)
        {
            // The third page never comes: only the deadline ends it.
            Before = (request, context) =>
                request.PageToken == "20.0" ? Task.Delay(Timeout.Infinite, context.CancellationToken) : Task.CompletedTask,
        };
        await using var server = await LabServer.StartAsync(list.Behaviour);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var deadlines = new Deadlines();
        var client = new LabService.LabServiceClient(channel.Intercept(deadlines));
        var seen = 0;

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in client.ListItemsPaged(new(), new() { TotalTimeout = TimeSpan.FromSeconds(5) }).WithCancellation(Token))
            {
                seen++;
            }
        });

        Assert.Equal((StatusCode.DeadlineExceeded, 20), (error.StatusCode, seen));
        Assert.Equal(3, deadlines.Seen.Count);
        Assert.NotNull(Assert.Single(deadlines.Seen.Distinct()));
    }

    [Fact]
    public async Task Time_that_the_caller_takes_counts_too()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var list = new ItemList(50);
        await using var server = await LabServer.StartAsync(list.Behaviour);

        await using var items = server.Client.ListItemsPaged(new(), new() { TotalTimeout = TimeSpan.FromMinutes(5), TimeProvider = time }).GetAsyncEnumerator(Token);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await items.MoveNextAsync());
        }

        time.Advance(TimeSpan.FromMinutes(6));
        var error = await Assert.ThrowsAsync<RpcException>(async () => await items.MoveNextAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Single(list.Requests);
    }

    [Fact]
    public async Task The_longest_total_timeout_is_none()
    {
        await using var server = await LabServer.StartAsync(new ItemList(50).Behaviour);

        Assert.Equal(50, await server.Client.ListItemsPaged(new(), new() { TotalTimeout = TimeSpan.MaxValue }).CountAsync(Token));
    }

#pragma warning disable GSDK3007 // A pager makes unary calls only.
    private sealed class Deadlines : Interceptor
#pragma warning restore GSDK3007
    {
        public List<DateTime?> Seen { get; } = [];

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            Seen.Add(context.Options.Deadline);
            return continuation(request, context);
        }
    }
}
