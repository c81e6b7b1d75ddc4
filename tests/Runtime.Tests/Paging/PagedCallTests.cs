// The generated pager against a real server: what a caller sees of ordinary lists.
using Grpc.Core;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

public class PagedCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_items_come_in_order_with_empty_pages_in_the_middle()
    {
        var list = new ItemList(95) { SizeAt = static (position, _) => position is 20 or 1_000_020 or 40 ? 0 : 10 };
        await using var server = await LabServer.StartAsync(list.Behaviour);

        var ids = await server.Client.ListItemsPaged(new()).Select(i => i.Id).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 95), ids);
        Assert.Equal(13, list.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_ignores_the_page_size_makes_no_difference()
    {
        var list = new ItemList(50) { SizeAt = static (_, _) => 7 };
        await using var server = await LabServer.StartAsync(list.Behaviour);

        var ids = await server.Client.ListItemsPaged(new(), new() { PageSize = 20, MaxItems = 33 }).Select(i => i.Id).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 33), ids);
        Assert.Equal(5, list.Requests.Count);
        Assert.All(list.Requests, r => Assert.Equal(20, r.PageSize));
    }

    [Fact]
    public async Task No_more_is_asked_for_than_wanted()
    {
        var list = new ItemList(1000);
        await using var server = await LabServer.StartAsync(list.Behaviour);

        var ids = await server.Client.ListItemsPaged(new(), new() { PageSize = 200, MaxItems = 5, Prefetch = 1 }).Select(i => i.Id).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 5), ids);
        Assert.Equal(5, Assert.Single(list.Requests).PageSize);
    }

    [Fact]
    public async Task Pages_have_their_response_tokens_and_total()
    {
        await using var server = await LabServer.StartAsync(new ItemList(25).Behaviour);

        var pages = await server.Client.ListItemsPaged(new()).AsPages(Token).ToListAsync(Token);

        Assert.Equal([10, 10, 5], pages.Select(p => p.Items.Count));
        Assert.Equal(["", "10.0", "20.0"], pages.Select(p => p.Token));
        Assert.Equal(["10.0", "20.0", ""], pages.Select(p => p.NextToken));
        Assert.All(pages, p => Assert.Equal((25L, 25), (p.TotalSize, p.Response.TotalSize)));
    }

    [Fact]
    public async Task The_callers_request_is_copied_and_its_own_token_is_where_the_walk_begins()
    {
        var list = new ItemList(30);
        await using var server = await LabServer.StartAsync(list.Behaviour);
        var request = new ListItemsRequest { PageToken = "10.0", Filter = "f" };

        var walk = server.Client.ListItemsPaged(request);
        request.Filter = "changed";
        var ids = await walk.Select(i => i.Id).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(10, 20), ids);
        Assert.All(list.Requests, r => Assert.Equal("f", r.Filter));
        Assert.Equal("10.0", request.PageToken);
    }

    [Fact]
    public async Task Bytes_tokens_maps_and_wrappers_are_pages_too()
    {
        await using var server = await LabServer.StartAsync(new LabBehaviour
        {
            ListByKey = request =>
            {
                var start = request.NextPageToken.IsEmpty ? 0 : request.NextPageToken[0];
                var response = new ListByKeyResponse();
                for (var id = start; id < Math.Min(12, start + (request.Limit ?? 5)); id++)
                {
                    response.Items.Add($"k{id}", new Item { Id = id });
                }

                response.NextPageToken = start + request.Limit < 12 ? Google.Protobuf.ByteString.CopyFrom((byte)(start + request.Limit!.Value)) : Google.Protobuf.ByteString.Empty;
                return response;
            },
        });

        var entries = await server.Client.ListByKeyPaged(new(), new() { PageSize = 4 }).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 12).Select(id => $"k{id}"), entries.Select(e => e.Key));
    }

    [Fact]
    public async Task Nested_sizes_tokens_and_items_are_walked_and_resumed()
    {
        await using var server = await LabServer.StartAsync(new LabBehaviour
        {
            ListNested = request =>
            {
                Assert.Equal("f", request.Filter);
                var start = request.Pagination?.Key is { IsEmpty: false } key ? key[0] : 0;
                // An empty page in the middle has no message at all but for its token.
                var count = start == 8 ? 0 : (int)request.Pagination!.Limit;
                return new ListNestedResponse
                {
                    Page = new ItemPage
                    {
                        Items = { Enumerable.Range(start, count).Select(id => new Item { Id = id }) },
                        NextKey = start + count < 12 ? Google.Protobuf.ByteString.CopyFrom((byte)(start == 8 ? 9 : start + count)) : Google.Protobuf.ByteString.Empty,
                        Total = 12,
                    },
                };
            },
        });
        var walk = server.Client.ListNestedPaged(new() { Filter = "f" }, new() { PageSize = 4 });

        var steps = await walk.WithCheckpoints().ToListAsync(Token);
        var rest = await walk.ResumeFrom(PageCheckpoint.Parse(steps[5].Checkpoint.ToString())).ToListAsync(Token);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12], steps.Select(s => s.Item.Id));
        Assert.Equal(steps.Skip(6).Select(s => s.Item.Id), rest.Select(i => i.Id));
        Assert.Equal(12, (await walk.AsPages().FirstAsync(Token)).TotalSize);
    }

    [Fact]
    public async Task One_page_is_fetched_while_the_caller_consumes_another()
    {
        var second = new TaskCompletionSource();
        var list = new ItemList(30)
        {
            Before = (request, _) =>
            {
                if (request.PageToken == "10.0")
                {
                    second.SetResult();
                }

                return Task.CompletedTask;
            },
        };
        await using var server = await LabServer.StartAsync(list.Behaviour);

        await using var items = server.Client.ListItemsPaged(new(), new() { Prefetch = 1 }).GetAsyncEnumerator(Token);
        Assert.True(await items.MoveNextAsync());
        // The consumer stands at the first item; the server has the second request all the same.
        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(2, list.Requests.Count);
    }

    [Fact]
    public async Task Without_prefetch_the_next_page_waits_for_the_caller()
    {
        var list = new ItemList(30);
        await using var server = await LabServer.StartAsync(list.Behaviour);

        await using var items = server.Client.ListItemsPaged(new()).GetAsyncEnumerator(Token);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await items.MoveNextAsync());
        }

        Assert.Single(list.Requests);
    }

    [Fact]
    public async Task Cancellation_in_the_middle_of_a_page_ends_at_the_next_item()
    {
        var list = new ItemList(30);
        await using var server = await LabServer.StartAsync(list.Behaviour);
        using var stop = new CancellationTokenSource();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in server.Client.ListItemsPaged(new()).WithCancellation(stop.Token))
            {
                if (++seen == 3)
                {
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Equal((3, 1), (seen, list.Requests.Count));
    }

    [Fact]
    public async Task Each_page_can_have_call_options_of_its_own()
    {
        var seen = new List<string?>();
        var list = new ItemList(30)
        {
            Before = (_, context) =>
            {
                seen.Add(context.RequestHeaders.GetValue("page"));
                return Task.CompletedTask;
            },
        };
        await using var server = await LabServer.StartAsync(list.Behaviour);

        await server.Client.ListItemsPaged(new(), new() { CallOptionsForPage = (page, options) => options.WithHeaders(new Metadata { { "page", $"{page}" } }) })
            .CountAsync(Token);

        Assert.Equal(["0", "1", "2"], seen);
    }

    [Theory]
    [InlineData(-1, null, 0, 1000, "PageSize")]
    [InlineData(0, 0L, 0, 1000, "MaxItems")]
    [InlineData(0, null, 2, 1000, "Prefetch")]
    [InlineData(0, null, 0, 0, "MaxEmptyPages")]
    public async Task Options_outside_their_range_are_refused_before_anything_is_sent(int pageSize, long? maxItems, int prefetch, int maxEmpty, string property)
    {
        await using var server = await LabServer.StartAsync(new());

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => server.Client.ListItemsPaged(
            new(), new() { PageSize = pageSize, MaxItems = maxItems, Prefetch = prefetch, MaxEmptyPages = maxEmpty }));

        Assert.Equal($"options.{property}", error.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Client.ListItemsPaged(new(), new() { TotalTimeout = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.ListItemsPaged(new()).ReadPageAsync(0));
    }
}
