// Batch jobs: started, watched, awaited and cancelled through the generated operation helpers.

using System.Text;
using Acme.BatchJobs.V1;
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Showcase.Tour;

internal static class BatchJobTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("batch jobs", "ProcessBatch and WaitOperation", WaitAsync),
        new("batch jobs", "CancelOperation", CancelAsync),
    ];

    private static async Task<string> WaitAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var jobs = new BatchJobService.BatchJobServiceClient(tour.Channel);
        var operations = new Operations.OperationsClient(tour.Channel);
        var request = Batch(300, pause: TimeSpan.FromMilliseconds(1));
        request.Items[7].Payload = ByteString.Empty;

        var started = await jobs.ProcessBatchAsync(request, cancellationToken: cancellationToken);
        Expect.True(!started.Done, "the operation has just begun");
        var operation = await operations.WaitOperationAsync(new WaitOperationRequest { Name = started.Name }, cancellationToken: cancellationToken);
        Expect.True(operation.Done, "the operation is done");
        var result = operation.Response.Unpack<BatchResult>();
        var progress = operation.Metadata.Unpack<BatchProgress>();
        Expect.Equal(300, progress.CompletedItems, "items done");
        Expect.Equal(1, result.FailedCount, "items that failed");
        Expect.Equal(BatchResult.Types.Item.OutcomeOneofCase.Error, result.Items[7].OutcomeCase, "the outcome of item 7");
        Expect.Equal(operation, await jobs.GetOperationAsync(new GetOperationRequest { Name = started.Name }, cancellationToken: cancellationToken), "the same operation read again");
        return $"{started.Name}: {result.Items.Count - result.FailedCount} checksums, {result.FailedCount} failed alone";
    }

    private static async Task<string> CancelAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var jobs = new BatchJobService.BatchJobServiceClient(tour.Channel);
        var operations = new Operations.OperationsClient(tour.Channel);
        var started = await jobs.ProcessBatchAsync(Batch(1000, pause: TimeSpan.FromMilliseconds(100)), cancellationToken: cancellationToken);
        var name = started.Name;
        await operations.CancelOperationAsync(new CancelOperationRequest { Name = name }, cancellationToken: cancellationToken);
        var ended = await operations.WaitOperationAsync(new WaitOperationRequest { Name = name }, cancellationToken: cancellationToken);
        Expect.Equal((int)StatusCode.Cancelled, ended.Error?.Code, "how it ended");
        await operations.DeleteOperationAsync(new DeleteOperationRequest { Name = name }, cancellationToken: cancellationToken);
        await Expect.StatusAsync(
            StatusCode.NotFound,
            async () => await operations.GetOperationAsync(new GetOperationRequest { Name = name }, cancellationToken: cancellationToken));
        return $"CANCELLED after {ended.Metadata.Unpack<BatchProgress>().CompletedItems} of 1000 items, then deleted";
    }

    private static BatchRequest Batch(int count, TimeSpan pause)
    {
        var request = new BatchRequest { Pause = pause.ToDuration() };
        request.Items.AddRange(Enumerable.Range(0, count).Select(i => new BatchRequest.Types.Item
        {
            Id = $"item-{i}",
            Payload = ByteString.CopyFrom($"payload {i}", Encoding.UTF8),
        }));
        return request;
    }
}
