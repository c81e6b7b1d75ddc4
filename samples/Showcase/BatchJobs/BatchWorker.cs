// Works through the batches, one after the other, and goes on where it was after a restart.

using System.Diagnostics;
using System.Security.Cryptography;
using Acme.BatchJobs.V1;
using Google.Protobuf;
using Grpc.Core;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.BatchJobs;

internal sealed class BatchWorker(OperationStore store, INotifier notifier, TimeProvider time, ILogger<BatchWorker> logger) : BackgroundService
{
    private const int ItemsPerSave = 100;
    private static readonly TimeSpan TimePerSave = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var work = notifier.Subscribe(OperationStore.WorkTopic);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var id in await store.UnfinishedAsync(stoppingToken))
            {
                await RunAsync(await store.GetAsync($"operations/{id}", stoppingToken), stoppingToken);
            }

            await work.WaitAsync(stoppingToken);
        }
    }

    private async Task RunAsync(OperationRecord operation, CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(operation, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "{Operation} failed.", operation.Name);
            operation.Done = true;
            operation.Status = StatusCode.Internal;
            await store.SaveProgressAsync(operation, stoppingToken);
        }
    }

    private async Task WorkAsync(OperationRecord operation, CancellationToken stoppingToken)
    {
        var request = BatchRequest.Parser.ParseFrom(operation.Request);
        var result = BatchResult.Parser.ParseFrom(operation.Result);
        var pause = request.Pause?.ToTimeSpan() ?? TimeSpan.Zero;
        var elapsedBefore = operation.Elapsed;
        var started = Stopwatch.GetTimestamp();
        var savedAt = started;
        var cancelled = await store.IsCancelRequestedAsync(operation.Id, stoppingToken);
        while (!cancelled && result.Items.Count < request.Items.Count)
        {
            Process(request.Items[result.Items.Count], result);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, stoppingToken);
            }

            if (result.Items.Count % ItemsPerSave == 0 || Stopwatch.GetElapsedTime(savedAt) >= TimePerSave)
            {
                Note(operation, result, elapsedBefore + Stopwatch.GetElapsedTime(started));
                await store.SaveProgressAsync(operation, stoppingToken);
                cancelled = await store.IsCancelRequestedAsync(operation.Id, stoppingToken);
                savedAt = Stopwatch.GetTimestamp();
            }
        }

        Note(operation, result, elapsedBefore + Stopwatch.GetElapsedTime(started));
        operation.Done = true;
        operation.Status = cancelled ? StatusCode.Cancelled : StatusCode.OK;
        await store.SaveProgressAsync(operation, stoppingToken);
    }

    private static void Process(BatchRequest.Types.Item item, BatchResult result)
    {
        var outcome = new BatchResult.Types.Item { Id = item.Id };
        if (item.Payload.Length == 0)
        {
            outcome.Error = RpcErrors.Invalid("payload", "There are no bytes to compute a checksum of.").GetRpcStatus();
            result.FailedCount++;
        }
        else
        {
            outcome.Sha256 = Convert.ToHexStringLower(SHA256.HashData(item.Payload.Span));
        }

        result.Items.Add(outcome);
    }

    private static void Note(OperationRecord operation, BatchResult result, TimeSpan elapsed)
    {
        operation.Result = result.ToByteArray();
        operation.CompletedItems = result.Items.Count;
        operation.FailedItems = result.FailedCount;
        operation.Elapsed = elapsed;
    }
}
