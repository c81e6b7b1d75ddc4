// Batch jobs: checksums, cancellation, retries, lists, and a host that restarts in the middle.

using System.Security.Cryptography;
using System.Text;
using Acme.BatchJobs.V1;
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.BatchJobs;

public class BatchJobTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly BatchJobService.BatchJobServiceClient _jobs = new(showcase.Calls);
    private readonly Operations.OperationsClient _operations = new(showcase.Calls);

    [Fact(Timeout = 300_000)]
    public async Task A_batch_that_a_restart_interrupts_goes_on_and_ends_as_if_nothing_had_happened()
    {
        var options = await showcase.OptionsAsync("restart");
        var request = Batch(60, TimeSpan.FromMilliseconds(20));
        string name;
        await using (var first = await ShowcaseHost.StartAsync(options))
        {
            using var channel = GrpcChannel.ForAddress(first.Address());
            name = (await new BatchJobService.BatchJobServiceClient(channel).ProcessBatchAsync(request)).Name;
            var operations = new Operations.OperationsClient(channel);
            while ((await operations.GetOperationAsync(new GetOperationRequest { Name = name })).Metadata.Unpack<BatchProgress>().CompletedItems == 0)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }

            await first.StopAsync();
        }

        await using var second = await ShowcaseHost.StartAsync(options);
        using var again = GrpcChannel.ForAddress(second.Address());
        var ended = await new Operations.OperationsClient(again).WaitOperationAsync(new WaitOperationRequest { Name = name });

        Assert.True(ended.Done);
        var result = ended.Response.Unpack<BatchResult>();
        Assert.Equal(request.Items.Select(item => (item.Id, Checksum(item))), result.Items.Select(item => (item.Id, item.Sha256)));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_retry_with_the_same_request_id_starts_nothing_new()
    {
        var request = Batch(1, TimeSpan.Zero);
        request.RequestId = "same";

        var names = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => (await _jobs.ProcessBatchAsync(request)).Name));

        Assert.Single(names.Distinct());
    }

    [Fact(Timeout = 300_000)]
    public async Task Waiting_returns_an_operation_that_is_not_done_when_the_time_is_over()
    {
        var started = await _jobs.ProcessBatchAsync(Batch(1000, TimeSpan.FromMilliseconds(50)));

        var waited = await _operations.WaitOperationAsync(new WaitOperationRequest { Name = started.Name, Timeout = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(50)) });

        Assert.False(waited.Done);
        Assert.Equal(StatusCode.FailedPrecondition, await Calls.StatusOfAsync(() => _operations.DeleteOperationAsync(new DeleteOperationRequest { Name = started.Name }).ResponseAsync));
        await _operations.CancelOperationAsync(new CancelOperationRequest { Name = started.Name });
        var ended = await _operations.WaitOperationAsync(new WaitOperationRequest { Name = started.Name });
        Assert.Equal((int)StatusCode.Cancelled, ended.Error.Code);
    }

    [Fact(Timeout = 300_000)]
    public async Task Operations_are_listed_page_by_page()
    {
        for (var i = 0; i < 3; i++)
        {
            var started = await _jobs.ProcessBatchAsync(Batch(1, TimeSpan.Zero));
            await _operations.WaitOperationAsync(new WaitOperationRequest { Name = started.Name });
        }

        var names = new List<string>();
        var token = "";
        do
        {
            var page = await _operations.ListOperationsAsync(new ListOperationsRequest { Filter = "done=true", PageSize = 1, PageToken = token });
            names.Add(Assert.Single(page.Operations).Name);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.True(names.Count >= 3);
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => _operations.ListOperationsAsync(new ListOperationsRequest { Filter = "x" }).ResponseAsync));
    }

    [Fact]
    public async Task Wrong_batches_and_names_are_refused()
    {
        var twice = Batch(2, TimeSpan.Zero);
        twice.Items[1].Id = twice.Items[0].Id;
        foreach (var request in new[] { new BatchRequest(), twice, Batch(1, TimeSpan.FromSeconds(2)) })
        {
            Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => _jobs.ProcessBatchAsync(request).ResponseAsync));
        }

        foreach (var name in new[] { "", "operations/", "operations/-1", "operations/999999", "other/1" })
        {
            Assert.Equal(StatusCode.NotFound, await Calls.StatusOfAsync(() => _jobs.GetOperationAsync(new GetOperationRequest { Name = name }).ResponseAsync));
        }
    }

    private static BatchRequest Batch(int count, TimeSpan pause)
    {
        var request = new BatchRequest { Pause = pause.ToDuration() };
        request.Items.AddRange(Enumerable.Range(0, count).Select(i => new BatchRequest.Types.Item { Id = $"{i}", Payload = ByteString.CopyFrom($"payload {i}", Encoding.UTF8) }));
        return request;
    }

    private static string Checksum(BatchRequest.Types.Item item) => Convert.ToHexStringLower(SHA256.HashData(item.Payload.Span));
}
