// google.longrunning.Operations: observes and controls what other services started (AIP-151).

using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore.Paging;
using Showcase.Errors;

namespace Showcase.BatchJobs;

[GrpcService]
internal sealed class OperationsService(OperationStore store, PageTokenProtector tokens) : Operations.OperationsBase
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    public override async Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) =>
        (await store.GetAsync(request.Name, context.CancellationToken)).ToMessage();

    public override async Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context)
    {
        bool? done = request.Filter switch
        {
            "" => null,
            "done=true" => true,
            "done=false" => false,
            _ => throw RpcErrors.Invalid("filter", "Use done=true, done=false or nothing."),
        };
        var page = await store.ListAsync(done, PageRequest.From(request, context, tokens), context.CancellationToken);
        var response = new ListOperationsResponse { NextPageToken = page.NextPageToken };
        response.Operations.AddRange(page.Items.Select(operation => operation.ToMessage()));
        return response;
    }

    public override async Task<Operation> WaitOperation(WaitOperationRequest request, ServerCallContext context)
    {
        var timeout = request.Timeout?.ToTimeSpan() ?? DefaultWait;
        if (timeout < TimeSpan.Zero)
        {
            throw RpcErrors.Invalid("timeout", "A timeout is not negative.");
        }

        return (await store.WaitAsync(request.Name, timeout, context.CancellationToken)).ToMessage();
    }

    public override async Task<Empty> CancelOperation(CancelOperationRequest request, ServerCallContext context)
    {
        await store.CancelAsync(request.Name, context.CancellationToken);
        return new Empty();
    }

    public override async Task<Empty> DeleteOperation(DeleteOperationRequest request, ServerCallContext context)
    {
        await store.DeleteAsync(request.Name, context.CancellationToken);
        return new Empty();
    }
}
