// Works through the batches, one after the other, beside the workers of other replicas: each batch is worked on in one
// place. When its replica stops or dies, another one goes on from the last progress that was stored.

using System.Diagnostics;
using System.Security.Cryptography;
using Acme.BatchJobs.V1;
using Google.Protobuf;
using Grpc.Core;
using GrpcSdk.AspNetCore;
using Microsoft.Extensions.Options;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.BatchJobs;

internal sealed class BatchWorker(OperationStore store, INotifier notifier, TimeProvider time, ILogger<BatchWorker> logger, IOptions<GrpcTelemetryOptions> telemetry) : BackgroundService
{
    private const int ItemsPerSave = 100;
    private static readonly TimeSpan TimePerSave = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var work = notifier.Subscribe(OperationStore.WorkTopic);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await store.TakeAsync(stoppingToken) is { } operation)
                {
                    await RunAsync(operation, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning("The batches cannot be read; trying again. {Failure}", telemetry.Value.Describe(exception));
            }

            // Nobody tells of a replica that died.
            await work.WaitAsync(Lease.Renewal, time, stoppingToken);
        }
    }

    private async Task RunAsync(OperationRecord operation, CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(operation, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await store.ReleaseAsync(operation, CancellationToken.None);
            throw;
        }
        catch (Exception exception) when (!DatabaseErrors.IsPassing(exception))
        {
            logger.LogError("{Operation} failed: {Failure}", operation.Name, telemetry.Value.Describe(exception));
            operation.Done = true;
            operation.Status = StatusCode.Internal;
            await store.TrySaveProgressAsync(operation, stoppingToken);
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
                if (!await store.TrySaveProgressAsync(operation, stoppingToken))
                {
                    logger.LogWarning("{Operation} goes on in another replica: this one was silent for too long.", operation.Name);
                    return;
                }

                cancelled = await store.IsCancelRequestedAsync(operation.Id, stoppingToken);
                savedAt = Stopwatch.GetTimestamp();
            }
        }

        Note(operation, result, elapsedBefore + Stopwatch.GetElapsedTime(started));
        operation.Done = true;
        operation.Status = cancelled ? StatusCode.Cancelled : StatusCode.OK;
        await store.TrySaveProgressAsync(operation, stoppingToken);
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
