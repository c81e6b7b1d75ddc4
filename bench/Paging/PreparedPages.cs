// A transport without a network: pages that are ready, so that only the pager is measured.
using Grpc.Core;
using GrpcSdk.Bench.Paging.V1;

namespace GrpcSdk.Bench.Paging;

internal sealed class PreparedPages : CallInvoker
{
    private readonly AsyncUnaryCall<ListItemsResponse>[] _calls;
    private int _next;

    public PreparedPages(int pages, int itemsPerPage)
    {
        _calls = [.. Enumerable.Range(0, pages).Select(page => new AsyncUnaryCall<ListItemsResponse>(
            Task.FromResult(new ListItemsResponse
            {
                Items = { Enumerable.Range(0, itemsPerPage).Select(i => new Item { Id = i }) },
                NextPageToken = page + 1 < pages ? $"page {page + 1}" : "",
            }),
            Task.FromResult(Metadata.Empty),
            () => Status.DefaultSuccess,
            () => Metadata.Empty,
            () => { }))];
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        (AsyncUnaryCall<TResponse>)(object)_calls[_next++ % _calls.Length];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
}
