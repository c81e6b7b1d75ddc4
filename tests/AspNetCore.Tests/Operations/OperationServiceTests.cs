// Operations on the server: run, report, wait, cancel, fail, list, delete, and survive the end of their process.
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.AspNetCore.Operations;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.AspNetCore.Tests.Operations;

public sealed class OperationServiceTests : IAsyncDisposable
{
    private readonly InMemoryOperationStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly OperationService _service;

    public OperationServiceTests() => _service = Service();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Work_reports_and_its_result_becomes_the_response()
    {
        var go = new TaskCompletionSource();
        var started = await _service.StartAsync<StringValue, Int32Value>(async work =>
        {
            await work.ReportAsync(new Int32Value { Value = 50 });
            await go.Task;
            return new StringValue { Value = work.Name };
        });

        Assert.False(started.Done);
        await _store.WaitForChangeAsync(started.Name, 0, Token);
        Assert.Equal(50, (await _service.GetAsync(started.Name, Token)).Metadata!.Unpack<Int32Value>().Value);
        go.SetResult();
        var done = (await _service.WaitAsync(started.Name, cancellationToken: Token)).ToMessage(Operation.Parser);

        Assert.True(done.Done);
        Assert.Equal(Operation.ResultOneofCase.Response, done.ResultCase);
        Assert.Equal((started.Name, started.Name), (done.Name, done.Response.Unpack<StringValue>().Value));
        Assert.Equal(50, done.Metadata.Unpack<Int32Value>().Value);
    }

    [Fact]
    public async Task A_status_becomes_the_error_and_any_other_exception_does_not_leak()
    {
        var refused = await _service.StartAsync<Empty, Empty>(_ => throw new RpcError(StatusCode.FailedPrecondition, "no disk").SetErrorInfo("DISK_FULL", "test").ToException());
        var crashed = await _service.StartAsync<Empty, Empty>(_ => throw new InvalidOperationException("password=hunter2"));

        var refusal = (await _service.WaitAsync(refused.Name, cancellationToken: Token)).ToMessage(Operation.Parser).Error;
        var crash = (await _service.WaitAsync(crashed.Name, cancellationToken: Token)).ToMessage(Operation.Parser).Error;

        Assert.Equal(((int)StatusCode.FailedPrecondition, "no disk", 1), (refusal.Code, refusal.Message, refusal.Details.Count));
        Assert.Equal((int)StatusCode.Internal, crash.Code);
        Assert.DoesNotContain("hunter2", crash.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_text_of_an_exception_is_logged_only_when_that_is_allowed(bool allowed)
    {
        var logs = new FakeLogger<OperationService>();
        await using var service = new OperationService(new InMemoryOperationStore(), _time, logs, Options.Create(new GrpcTelemetryOptions { RecordExceptionMessages = allowed }));

        var crashed = await service.StartAsync<Empty, Empty>(_ => throw new InvalidOperationException("Host=db;Password=hunter2", new IOException("hunter2-inner")));
        await service.WaitAsync(crashed.Name, cancellationToken: Token);

        var log = Assert.Single(logs.Collector.GetSnapshot(), record => record.Level == LogLevel.Error);
        Assert.Null(log.Exception);
        Assert.Contains("System.InvalidOperationException (System.IO.IOException)", log.Message, StringComparison.Ordinal);
        Assert.Equal(allowed, log.Message.Contains("Password=hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2-inner", log.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_another_server_do_not_become_the_error()
    {
        var failed = await _service.StartAsync<Empty, Empty>(_ => throw new DownstreamRpcException("other.Service/Method", new RpcException(new Status(StatusCode.PermissionDenied, "hunter2"))));

        var error = (await _service.WaitAsync(failed.Name, cancellationToken: Token)).Error!;

        Assert.Equal(((int)StatusCode.Internal, "The operation failed."), (error.Code, error.Message));
    }

    [Fact]
    public Task A_name_that_is_too_long_for_a_page_token_is_refused() =>
        Assert.ThrowsAsync<ArgumentException>(() => _service.StartAsync<Empty, Empty>(_ => Task.FromResult(new Empty()), new string('x', 257), Token));

    [Fact]
    public async Task A_cancelled_operation_ends_with_CANCELLED()
    {
        var operation = await _service.StartAsync<Empty, Empty>(async work =>
        {
            await Task.Delay(Timeout.Infinite, work.CancellationToken);
            return new Empty();
        });

        await _service.CancelAsync(operation.Name, Token);
        var done = await _service.WaitAsync(operation.Name, cancellationToken: Token);

        Assert.Equal(((int)StatusCode.Cancelled, true), (done.Error!.Code, done.CancelRequested));
        // Late cancellations change nothing.
        await _service.CancelAsync(operation.Name, Token);
        Assert.Equal(done, await _service.GetAsync(operation.Name, Token));
    }

    [Fact]
    public async Task A_cancellation_that_another_replica_took_is_noticed_at_the_next_report()
    {
        await using var other = Service();
        var go = new TaskCompletionSource();
        var operation = await _service.StartAsync<Empty, Empty>(async work =>
        {
            await go.Task;
            await work.ReportAsync(new Empty());
            return new Empty();
        });

        await other.CancelAsync(operation.Name, Token);
        go.SetResult();

        Assert.Equal((int)StatusCode.Cancelled, (await other.WaitAsync(operation.Name, cancellationToken: Token)).Error!.Code);
    }

    [Fact]
    public async Task A_wait_ends_after_its_timeout_with_the_newest_state()
    {
        var operation = await _service.StartAsync<Empty, Empty>(async work =>
        {
            await Task.Delay(Timeout.Infinite, work.CancellationToken);
            return new Empty();
        });

        var wait = _service.WaitAsync(operation.Name, TimeSpan.FromSeconds(10), Token);
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.False((await wait).Done);
    }

    [Fact]
    public async Task Work_that_the_end_of_a_process_interrupts_is_done_again_by_the_next()
    {
        var first = Service();
        var operation = await first.StartAsync<Empty, Empty>(async work =>
        {
            await Task.Delay(Timeout.Infinite, work.CancellationToken);
            return new Empty();
        });
        await first.DisposeAsync();
        Assert.False((await _service.GetAsync(operation.Name, Token)).Done);

        Assert.True(await _service.RestartAsync<StringValue, Empty>(operation.Name, _ => Task.FromResult(new StringValue { Value = "again" }), Token));

        Assert.Equal("again", (await _service.WaitAsync(operation.Name, cancellationToken: Token)).Response!.Unpack<StringValue>().Value);
        Assert.False(await _service.RestartAsync<Empty, Empty>(operation.Name, _ => throw new InvalidOperationException(), Token));
    }

    [Fact]
    public async Task Operations_are_listed_in_pages_and_deleted_when_they_have_finished()
    {
        for (var i = 0; i < 7; i++)
        {
            await _service.StartAsync<Empty, Empty>(_ => Task.FromResult(new Empty()), $"operations/{i}", Token);
            await _service.WaitAsync($"operations/{i}", cancellationToken: Token);
        }

        var tokens = new PageTokenProtector(new PageTokenOptions { Keys = { new PageTokenKey(1, new byte[32]) } });
        var (names, request) = (new List<string>(), new ListOperationsRequest { PageSize = 3 });
        do
        {
            var (page, next) = await _service.ListAsync(PageRequest.ForMethod("/list", request, tokens), Token);
            names.AddRange(page.Select(o => o.Name));
            request.PageToken = next;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"operations/{i}"), names);
        await _service.DeleteAsync("operations/3", Token);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => _service.GetAsync("operations/3", Token))).StatusCode);
    }

    [Fact]
    public async Task Names_that_are_taken_unknown_or_still_running_have_a_status()
    {
        var running = await _service.StartAsync<Empty, Empty>(async work =>
        {
            await Task.Delay(Timeout.Infinite, work.CancellationToken);
            return new Empty();
        });

        Assert.Equal(StatusCode.AlreadyExists, (await Assert.ThrowsAsync<RpcException>(() => _service.StartAsync<Empty, Empty>(_ => throw new InvalidOperationException(), running.Name, Token))).StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => _service.DeleteAsync(running.Name, Token))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => _service.CancelAsync("operations/none", Token))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => _service.WaitAsync("operations/none", cancellationToken: Token))).StatusCode);
    }

    private OperationService Service() => new(_store, _time, NullLogger<OperationService>.Instance);
}
