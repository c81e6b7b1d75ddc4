// The generated operation helpers against a real server: google.longrunning and a vendor's own messages.
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Operations;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Runtime.Tests.Operations;

public class OperationTests
{
    private static readonly PollOptions Quick = new() { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_is_watched_and_waited_for()
    {
        var percent = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            RunJob = _ => Running("operations/1", 0),
            // Each progress twice, so that one change is one report.
            GetOperation = name => ++percent < 10 ? Running(name, percent / 2 * 25) : Done(name, "ready"),
        });

        var operation = await server.Client.BeginRunJob(new(), server.Operations.ToOperationPoller());
        var seen = await operation.WatchAsync(Quick, Token).Select(m => m.Percent).ToListAsync(Token);

        Assert.Equal([0, 25, 50, 75, 100], seen);
        Assert.Equal("ready", operation.Result.Text);
        Assert.Equal("ready", (await operation.WaitAsync(Quick, cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task Another_process_goes_on_by_name()
    {
        await using var server = await LabServer.StartAsync(new() { GetOperation = name => Done(name, $"result of {name}") });

        var operation = server.Client.ResumeRunJob("operations/7", server.Operations.ToOperationPoller());

        Assert.Null(operation.Latest);
        Assert.Equal("result of operations/7", (await operation.WaitAsync(cancellationToken: Token)).Text);
        Assert.Throws<ArgumentException>(() => server.Client.ResumeRunJob("", server.Operations.ToOperationPoller()));
    }

    [Fact]
    public async Task A_failed_operation_throws_its_status_and_details()
    {
        var error = new Google.Rpc.Status
        {
            Code = (int)StatusCode.FailedPrecondition,
            Message = "no disk",
            Details = { Any.Pack(new Google.Rpc.ErrorInfo { Reason = "DISK_FULL" }) },
        };
        await using var server = await LabServer.StartAsync(new() { RunJob = _ => new() { Name = "operations/2", Done = true, Error = error } });

        var operation = await server.Client.BeginRunJob(new(), server.Operations.ToOperationPoller());
        var thrown = await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitAsync(cancellationToken: Token));

        Assert.Equal((StatusCode.FailedPrecondition, "no disk", "operations/2"), (thrown.StatusCode, thrown.Status.Detail, thrown.Operation));
        Assert.Equal("DISK_FULL", thrown.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task A_vendors_operation_works_alike()
    {
        var asked = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            BuildDisk = _ => new() { Id = "op-1" },
            GetDisk = id => ++asked < 3 ? new() { Id = id, Metadata = new() { Percent = asked } } : new() { Id = id, Done = true, Response = new() { Id = "disk-1" } },
        });

        var operation = await server.Client.BeginBuildDisk(new(), server.Vendor.ToOperationPoller());

        Assert.Equal("disk-1", (await operation.WaitAsync(Quick, cancellationToken: Token)).Id);
        await Assert.ThrowsAsync<NotSupportedException>(() => operation.CancelAsync(Token));
    }

    [Fact]
    public async Task A_vendors_error_is_a_status_too()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BuildDisk = _ => new() { Id = "op-2", Done = true, Error = new() { Code = 8, Message = "quota" } },
        });

        var operation = await server.Client.BeginBuildDisk(new(), server.Vendor.ToOperationPoller());

        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitAsync())).StatusCode);
    }

    [Fact]
    public async Task A_lost_answer_is_not_a_lost_operation()
    {
        var asked = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            GetOperation = name => ++asked % 3 != 0 ? throw new RpcException(new Status(StatusCode.Unavailable, "?")) : asked < 9 ? Running(name, asked) : Done(name, "ok"),
        });

        var operation = server.Client.ResumeRunJob("operations/3", server.Operations.ToOperationPoller());

        Assert.Equal("ok", (await operation.WaitAsync(Quick with { MaxUnavailable = 2 }, cancellationToken: Token)).Text);
        asked = 0;
        await Assert.ThrowsAsync<RpcException>(() => server.Client.ResumeRunJob("operations/3", server.Operations.ToOperationPoller()).WaitAsync(Quick with { MaxUnavailable = 1 }));
    }

    [Fact]
    public async Task To_stop_waiting_does_not_cancel_the_operation_but_cancel_does()
    {
        var cancelled = new List<string>();
        await using var server = await LabServer.StartAsync(new()
        {
            RunJob = _ => Running("operations/4", 0),
            GetOperation = name => Running(name, 0),
            CancelOperation = cancelled.Add,
        });
        var operation = await server.Client.BeginRunJob(new(), server.Operations.ToOperationPoller());
        using var stop = new CancellationTokenSource();

        var wait = operation.WaitAsync(Quick, cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Empty(cancelled);

        await operation.CancelAsync(Token);
        Assert.Equal(["operations/4"], cancelled);
    }

    [Fact]
    public async Task A_wait_has_an_end_of_its_own()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(20) };
        await using var server = await LabServer.StartAsync(new() { RunJob = _ => Running("operations/5", 0), GetOperation = name => Running(name, 0) });
        var operation = await server.Client.BeginRunJob(new(), server.Operations.ToOperationPoller());

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => operation.WaitAsync(new() { Timeout = TimeSpan.FromSeconds(15), TimeProvider = time }, cancellationToken: Token));

        Assert.Contains("operations/5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_question_that_is_never_answered_ends_with_the_wait(bool watch, bool throwsOperationCanceled)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LabServer.StartAsync(Unanswering(asked));
        using var channel = GrpcChannel.ForAddress(server.Address, new() { ThrowOperationCanceledOnCancellation = throwsOperationCanceled });
        var operation = new LabService.LabServiceClient(channel).ResumeRunJob("operations/8", new Google.LongRunning.Operations.OperationsClient(channel).ToOperationPoller());
        var poll = new PollOptions { Timeout = TimeSpan.FromSeconds(1), TimeProvider = time };

        Task wait = watch ? operation.WatchAsync(poll, Token).CountAsync(Token).AsTask() : operation.WaitAsync(poll, cancellationToken: Token);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => wait);
        Assert.Contains("'operations/8' has not finished after 00:00:01", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task The_server_learns_how_long_its_answer_is_of_use(int maxUnavailable)
    {
        var asked = new TaskCompletionSource<DateTime>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LabServer.StartAsync(new()
        {
            GetOperationAsync = async (name, context) =>
            {
                asked.TrySetResult(context.Deadline);
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return Running(name, 0);
            },
        });
        var operation = server.Client.ResumeRunJob("operations/9", server.Operations.ToOperationPoller());
        var start = DateTime.UtcNow;

        await Assert.ThrowsAsync<TimeoutException>(
            () => operation.WaitAsync(new() { Timeout = TimeSpan.FromSeconds(0.3), MaxUnavailable = maxUnavailable }, cancellationToken: Token));

        Assert.InRange(await asked.Task, start, DateTime.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task The_longest_timeout_is_none()
    {
        await using var server = await LabServer.StartAsync(new() { GetOperation = name => Done(name, "ok") });

        var operation = server.Client.ResumeRunJob("operations/10", server.Operations.ToOperationPoller());

        Assert.Equal("ok", (await operation.WaitAsync(Quick with { Timeout = TimeSpan.MaxValue }, cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task A_delay_that_no_timer_can_wait_is_refused()
    {
        await using var server = await LabServer.StartAsync(new());
        var operation = server.Client.ResumeRunJob("operations/11", server.Operations.ToOperationPoller());

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => operation.WaitAsync(new() { MaxDelay = TimeSpan.MaxValue }));

        Assert.Equal("poll.MaxDelay", error.ParamName);
    }

    [Fact]
    public void Delays_grow_to_a_longest_one_with_a_random_part()
    {
        var steady = new PollOptions { Delay = TimeSpan.FromSeconds(1), Multiplier = 2, MaxDelay = TimeSpan.FromSeconds(10), Jitter = 0 };
        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(0, 6).Select(i => steady.Backoff.Before(i).TotalSeconds));

        var jittered = steady with { Jitter = 0.5, Random = new Random(1) };
        Assert.All(Enumerable.Range(0, 100).Select(_ => jittered.Backoff.Before(2).TotalSeconds), s => Assert.InRange(s, 2, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => (steady with { Multiplier = 0.5 }).Validate("poll"));
    }

    private static LabBehaviour Unanswering(TaskCompletionSource asked) => new()
    {
        GetOperationAsync = async (name, context) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return Running(name, 0);
        },
    };

    private static Operation Running(string name, int percent) => new() { Name = name, Metadata = Any.Pack(new JobProgress { Percent = percent }) };

    private static Operation Done(string name, string text) =>
        new() { Name = name, Done = true, Metadata = Any.Pack(new JobProgress { Percent = 100 }), Response = Any.Pack(new JobResult { Text = text }) };
}
