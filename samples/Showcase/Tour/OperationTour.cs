// Operations of a host: it is restarted in the middle of a job, and it drains before it stops.

using System.Text;
using Acme.BatchJobs.V1;
using Acme.Events.V1;
using Acme.Users.V1;
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using GrpcSdk.Operations;
using Showcase.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Showcase.Tour;

internal static class OperationTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("operations", "A job that outlives its host", RestartAsync),
        new("operations", "Drain before the stop", DrainAsync),
    ];

    private static readonly PollOptions Often = new() { Delay = TimeSpan.FromMilliseconds(50), Multiplier = 1 };

    private static async Task<string> RestartAsync(TourContext tour, CancellationToken cancellationToken)
    {
        string name;
        var before = 0;
        await using (var first = await tour.StartHostAsync("restart", change: null, cancellationToken))
        {
            using var channel = GrpcChannel.ForAddress(first.Address());
            var operation = await new BatchJobService.BatchJobServiceClient(channel).BeginProcessBatch(Batch(100));
            name = operation.Name;
            await foreach (var progress in operation.WatchAsync(Often, cancellationToken))
            {
                if ((before = progress.CompletedItems) > 0)
                {
                    break;
                }
            }

            await first.StopAsync(cancellationToken);
        }

        await using var second = await tour.StartHostAsync("restart", change: null, cancellationToken);
        using var again = GrpcChannel.ForAddress(second.Address());
        var result = await new BatchJobService.BatchJobServiceClient(again).ResumeProcessBatch(name).WaitAsync(Often, cancellationToken: cancellationToken);
        Expect.Equal(100, result.Items.Select(item => item.Id).Distinct().Count(), "items with a result");
        Expect.Equal(100, result.Items.Count, "results");
        return $"{name} had {before} of 100 items when its host stopped; the next host did the rest, each item once";
    }

    private static async Task<string> DrainAsync(TourContext tour, CancellationToken cancellationToken)
    {
        const int waiting = 20;
        await using var host = await tour.StartHostAsync(
            "drain",
            // Goes on for a while after it said NOT_SERVING, so that everybody who probes it has noticed.
            options => options with { Settings = new Dictionary<string, string?>(options.Settings!) { ["Drain:HealthDelay"] = "00:00:04" } },
            cancellationToken);
        using var channel = GrpcChannel.ForAddress(host.Address());
        var operations = new Operations.OperationsClient(channel);
        var job = await new BatchJobService.BatchJobServiceClient(channel).ProcessBatchAsync(Batch(1000), cancellationToken: cancellationToken);
        var health = new Health.HealthClient(channel);
        using var events = new EventService.EventServiceClient(channel).SubscribeToEvents(new SubscribeRequest(), cancellationToken: cancellationToken);
        await events.ResponseHeadersAsync;

        // Each takes longer than that. The call after them comes on the same connection: when it is answered, they have arrived.
        var wait = new WaitOperationRequest { Name = job.Name, Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) };
        var accepted = Enumerable.Range(0, waiting).Select(_ => operations.WaitOperationAsync(wait, cancellationToken: cancellationToken).ResponseAsync).ToList();
        await operations.GetOperationAsync(new GetOperationRequest { Name = job.Name }, cancellationToken: cancellationToken);

        var stopping = host.StopAsync(cancellationToken);
        while ((await health.CheckAsync(new HealthCheckRequest(), cancellationToken: cancellationToken)).Status != ServingStatus.NotServing)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var cut = await Expect.StatusAsync(StatusCode.Unavailable, () => events.ResponseStream.MoveNext(cancellationToken));
        var answers = await Task.WhenAll(accepted);
        await stopping;

        Expect.True(answers.All(answer => answer.Name == job.Name), "every accepted call was answered");
        using var late = GrpcChannel.ForAddress(host.Address());
        await Expect.StatusAsync(
            StatusCode.Unavailable,
            async () => await new UserService.UserServiceClient(late).ListUsersAsync(new ListUsersRequest(), cancellationToken: cancellationToken));
        return $"NOT_SERVING first; {waiting} accepted calls answered; a stream told UNAVAILABLE ({cut.Status.Detail}), to go on elsewhere; then the door closed";
    }

    private static BatchRequest Batch(int count)
    {
        var request = new BatchRequest { Pause = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(10)) };
        request.Items.AddRange(Enumerable.Range(0, count).Select(i => new BatchRequest.Types.Item
        {
            Id = $"item-{i}",
            Payload = ByteString.CopyFrom($"payload {i}", Encoding.UTF8),
        }));
        return request;
    }
}
