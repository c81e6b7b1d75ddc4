// acme.batch_jobs.v1.BatchJobService: starts what takes long.

using Acme.BatchJobs.V1;
using Google.LongRunning;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;

namespace Showcase.BatchJobs;

[GrpcService]
internal sealed class BatchJobServiceV1(OperationStore operations) : BatchJobService.BatchJobServiceBase
{
    private const int MaxItems = 10_000;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    public override async Task<Operation> ProcessBatch(BatchRequest request, ServerCallContext context)
    {
        Check(request);
        return (await operations.StartAsync(request, context.CancellationToken)).ToMessage();
    }

    public override async Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) =>
        (await operations.GetAsync(request.Name, context.CancellationToken)).ToMessage();

    private static void Check(BatchRequest request)
    {
        if (request.Items.Count is 0 or > MaxItems)
        {
            throw RpcErrors.Invalid("items", $"From 1 to {MaxItems} items.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Items.Count; i++)
        {
            if (request.Items[i].Id.Length == 0 || !ids.Add(request.Items[i].Id))
            {
                throw RpcErrors.Invalid($"items[{i}].id", "Every item has an id of its own.");
            }
        }

        if (request.Pause?.ToTimeSpan() is { } pause && (pause < TimeSpan.Zero || pause > MaxPause))
        {
            throw RpcErrors.Invalid("pause", $"From 0 to {MaxPause.TotalSeconds} s.");
        }
    }
}
