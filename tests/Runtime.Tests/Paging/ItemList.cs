// A list on the server: numbered items, tokens that are positions, and whatever a test does to both.
using System.Collections.Concurrent;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

/// <summary>Serves <paramref name="count"/> items whose ids are 0, 1, 2 and so on.</summary>
internal sealed class ItemList(int count)
{
    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<ListItemsRequest> Requests { get; } = [];

    /// <summary>The size of the page at a position; by default what the client asks for, or 10.</summary>
    public Func<int, int, int> SizeAt { get; init; } = static (_, asked) => asked > 0 ? asked : 10;

    /// <summary>Runs before each answer.</summary>
    public Func<ListItemsRequest, Grpc.Core.ServerCallContext, Task>? Before { get; init; }

    public LabBehaviour Behaviour => new() { List = Answer };

    private async Task<ListItemsResponse> Answer(ListItemsRequest request, Grpc.Core.ServerCallContext context)
    {
        Requests.Enqueue(request);
        if (Before is not null)
        {
            await Before(request, context);
        }

        // A token is a position and a counter: empty pages need new tokens at one position.
        var parts = request.PageToken.Split('.');
        var start = request.PageToken.Length == 0 ? 0 : int.Parse(parts[0], null);
        var serial = request.PageToken.Length == 0 ? 0 : int.Parse(parts[1], null);
        var end = Math.Min(count, start + SizeAt(start + (serial * 1_000_000), request.PageSize));
        return new ListItemsResponse
        {
            Items = { Enumerable.Range(start, end - start).Select(id => new Item { Id = id }) },
            NextPageToken = end < count ? $"{end}.{(end == start ? serial + 1 : 0)}" : "",
            TotalSize = count,
        };
    }
}
