// Lists whose token is a message, and lists that take no size, against a real server.
using Grpc.Core;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

public class MessageTokenTests
{
    [Fact]
    public async Task A_list_with_messages_as_tokens_is_walked_and_resumed_to_its_end()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await LabServer.StartAsync(new() { Scroll = Points });
        var all = server.Client.ScrollPointsPaged(new(), new() { PageSize = 3 });

        // The second page begins at number 0, which is a place and no default: the oneof is set.
        Assert.Equal(["7", "8", "9", "0", "a", "b", "c"], await all.Select(Name).ToListAsync(token));
        var slice = await all.ReadPageAsync(4, token);
        Assert.Equal(["a", "b", "c"], await all.ResumeFrom(PageCheckpoint.Parse(slice.Next!.Value.ToString())).Select(Name).ToListAsync(token));
    }

    [Fact]
    public async Task A_size_that_no_field_takes_is_refused()
    {
        await using var server = await LabServer.StartAsync(new());
        var method = new PageMethod<ListItemsRequest, ListItemsResponse, Item>(
            "LabService.ListItems",
            static (client, request, options) => ((LabService.LabServiceClient)client).ListItemsAsync(request, options),
            static (request, next, _) => request.PageToken = next ?? "",
            static response => new(response.Items, response.NextPageToken))
        { HasPageSize = false };

        var error = Assert.Throws<ArgumentException>("options", () => new PagedCall<ListItemsRequest, ListItemsResponse, Item>(method, server.Client, new(), new() { PageSize = 5 }));

        Assert.Contains("LabService.ListItems has no page size", error.Message, StringComparison.Ordinal);
        _ = new PagedCall<ListItemsRequest, ListItemsResponse, Item>(method, server.Client, new(), new() { MaxItems = 5 });
    }

    private static string Name(PointId id) => id.IdCase == PointId.IdOneofCase.Uuid ? id.Uuid : $"{id.Number}";

    private static ScrollPointsResponse Points(ScrollPointsRequest request)
    {
        PointId[] points =
        [
            new() { Number = 7 }, new() { Number = 8 }, new() { Number = 9 }, new() { Number = 0 },
            new() { Uuid = "a" }, new() { Uuid = "b" }, new() { Uuid = "c" },
        ];
        var start = request.Offset is { } offset ? Array.IndexOf(points, offset) : 0;
        var end = start + (int)request.Limit;
        return new() { Points = { points.Skip(start).Take((int)request.Limit) }, NextPageOffset = end < points.Length ? points[end] : null };
    }
}
