// Batch jobs: started, watched, awaited and cancelled through the generated operation helpers.

using System.Text;
using Acme.BatchJobs.V1;
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.Operations;

namespace Showcase.Tour;

internal static class BatchJobTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("batch jobs", "ProcessBatch and WaitOperation", WaitAsync),
        new("batch jobs", "CancelOperation", CancelAsync),
    ];

    private static readonly PollOptions Often = new() { Delay = TimeSpan.FromMilliseconds(50), Multiplier = 1 };

    private static async Task<string> WaitAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var jobs = new BatchJobService.BatchJobServiceClient(tour.Channel);
        var operations = new Operations.OperationsClient(tour.Channel);
        var request = Batch(300, pause: TimeSpan.FromMilliseconds(1));
        request.Items[7].Payload = ByteString.Empty;

        var operation = await jobs.BeginProcessBatch(request, callOptions: new CallOptions(cancellationToken: cancellationToken));
        Expect.True(!operation.IsDone, "the operation has just begun");
        var seen = new List<int>();
        await foreach (var progress in operation.WatchAsync(Often, cancellationToken))
        {
            seen.Add(progress.CompletedItems);
        }

        var result = operation.Result;
        Expect.True(seen.SequenceEqual(seen.Order()) && seen[^1] == 300, "progress grows to the end");
        Expect.Equal(1, result.FailedCount, "items that failed");
        Expect.Equal(BatchResult.Types.Item.OutcomeOneofCase.Error, result.Items[7].OutcomeCase, "the outcome of item 7");

        var waited = await operations.WaitOperationAsync(new WaitOperationRequest { Name = operation.Name }, cancellationToken: cancellationToken);
        Expect.Equal(operation.Latest, waited, "the same operation from WaitOperation");
        return $"{operation.Name}: {result.Items.Count - result.FailedCount} checksums, {result.FailedCount} failed alone, progress seen {seen.Count} times";
    }

    private static async Task<string> CancelAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var jobs = new BatchJobService.BatchJobServiceClient(tour.Channel);
        var operations = new Operations.OperationsClient(tour.Channel).ToOperationPoller();
        var operation = await jobs.BeginProcessBatch(Batch(1000, pause: TimeSpan.FromMilliseconds(100)), operations);
        await operation.CancelAsync(cancellationToken);
        try
        {
            await operation.WaitAsync(Often, cancellationToken: cancellationToken);
            throw new UnexpectedException("a cancelled operation ended with a result");
        }
        catch (OperationFailedException exception)
        {
            Expect.Equal(StatusCode.Cancelled, exception.StatusCode, "how it ended");
        }

        await operation.DeleteAsync(cancellationToken);
        await Expect.StatusAsync(StatusCode.NotFound, () => operation.RefreshAsync(cancellationToken));
        return $"CANCELLED after {operation.Metadata?.CompletedItems} of 1000 items, then deleted";
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
