// Items inside a page cost no memory beyond the page itself.
using Grpc.Core;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

public class AllocationTests
{
    [Fact]
    public async Task An_item_allocates_nothing()
    {
        var (few, many) = (PageOf(10), PageOf(10_010));
        await WalkAsync(few);
        await WalkAsync(many);

        var least = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            least = Math.Min(least, await WalkAsync(many) - await WalkAsync(few));
        }

        Assert.Equal(0, least);
    }

    private static ListItemsResponse PageOf(int items) => new() { Items = { Enumerable.Range(0, items).Select(id => new Item { Id = id }) } };

    // The response is there already, so that everything runs on this thread.
    private static async Task<long> WalkAsync(ListItemsResponse page)
    {
        var response = Task.FromResult(page);
        var method = new PageMethod<ListItemsRequest, ListItemsResponse, Item>(
            "LabService.ListItems",
            (_, _, _) => new AsyncUnaryCall<ListItemsResponse>(response, Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => [], () => { }),
            static (_, _, _) => { },
            static list => new(list.Items, list.NextPageToken));
        var walk = new PagedCall<ListItemsRequest, ListItemsResponse, Item>(method, new LabService.LabServiceClient(new NoCalls()), new());

        var before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (var _ in walk)
        {
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class NoCalls : CallInvoker
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
