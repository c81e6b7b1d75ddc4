// What callers of each helper see of each misbehaviour of a server: one table, each cell against a real connection.
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.Operations;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using GrpcSdk.Streaming;

namespace GrpcSdk.Runtime.Tests.Faults;

public class FaultMatrixTests
{
    // Items 1, 2 and 3 in two pages, a batch, three gets of a loader, a resumable stream; an upload of 3 bytes; an operation
    // with the result 7. What was delivered comes first. A word is a status; "caller" is a cancellation with the caller's own
    // token, "protocol" a PagingProtocolException, "timeout" a TimeoutException. (x3) is the same for each of three.
    // Grpc.Net.Client gives a message that it cannot read UNAVAILABLE, and a stream that is reset in the middle INTERNAL.
    private const string Table = """
        server               | page                  | batch             | loader                 | upload            | resumable           | operation
        keeps to the rules   | 1 2 3                 | 1 2 3             | 1 2 3                  | 3                 | 1 2 3               | 7
        reorders             | 2 1 3                 | 1 2 3             | 1 2 3                  | 3                 | 2 1 3               | 7
        repeats              | 1 2 1 1 2 protocol    | Internal          | Internal (x3)          | Internal          | 1 2 3               | 7
        drops                | 1 3                   | 1 NotFound 3      | 1 NotFound 3           | 3                 | 1 3                 | NotFound
        sends an empty one   | 1 2                   | NotFound (x3)     | NotFound (x3)          | 0                 | 1 0                 | timeout
        sends none           | 1 2 Internal          | Internal          | Internal (x3)          | Internal          | 1                   | Internal
        never answers        | 1 2 DeadlineExceeded  | DeadlineExceeded  | DeadlineExceeded (x3)  | DeadlineExceeded  | 1 DeadlineExceeded  | timeout
        answers after cancel | 1 2 caller            | caller            | caller (x3)            | caller            | 1 caller            | caller
        closes mid-message   | 1 2 Internal          | Internal          | Internal (x3)          | Internal          | 1 Internal          | Internal
        sends too much       | 1 2 ResourceExhausted | ResourceExhausted | ResourceExhausted (x3) | ResourceExhausted | 1 ResourceExhausted | ResourceExhausted
        sends another type   | 1 2 Unavailable       | Unavailable       | Unavailable (x3)       | Unavailable       | 1 Unavailable       | Unavailable
        speaks no gRPC       | 1 2 Cancelled         | Cancelled         | Cancelled (x3)         | Cancelled         | Cancelled           | Cancelled
        """;

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _caller = new();
    private int _tails;
    private int _polls;

    public static TheoryData<string, string, string> Cells()
    {
        var rows = Table.Split('\n').Select(line => line.Split('|').Select(cell => string.Join(' ', cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray()).ToList();
        var cells = new TheoryData<string, string, string>();
        foreach (var row in rows.Skip(1))
        {
            for (var i = 1; i < row.Length; i++)
            {
                var outcome = row[i].EndsWith(" (x3)", StringComparison.Ordinal) ? string.Join(' ', Enumerable.Repeat(row[i].Split(' ')[0], 3)) : row[i];
                cells.Add(rows[0][i], row[0], outcome);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Every_misbehaviour_has_its_outcome(string helper, string server, string outcome)
    {
        await using var raw = await RawServer.StartAsync(call => AnswerAsync(call, server));
        var lab = new LabService.LabServiceClient(raw.Channel);
        var deadline = server == "never answers" ? DateTime.UtcNow.AddSeconds(1) : (DateTime?)null;
        var options = new CallOptions(deadline: deadline, cancellationToken: _caller.Token);

        var run = helper switch
        {
            "page" => ItemsAsync(lab.ListItemsPaged(new(), callOptions: options), item => item.Id),
            "batch" => BatchAsync(lab, options),
            "loader" => LoadAsync(lab, options),
            "upload" => UploadAsync(lab, options),
            "resumable" => ItemsAsync(lab.TailResumable(new(), Once, options), entry => entry.Number),
            _ => OperationAsync(lab, new(raw.Channel), options, server),
        };
        if (server == "answers after cancel")
        {
            await _arrived.Task;
            await (helper == "resumable" ? _delivered.Task : Task.CompletedTask);
            await _caller.CancelAsync();
        }

        Assert.Equal(outcome, await run);
    }

    // One new attempt, at once.
    private static ResumeOptions Once { get; } = new() { MaxAttempts = 1, Delay = TimeSpan.FromMilliseconds(1), Jitter = 0 };

    private async Task<string> ItemsAsync<T>(IAsyncEnumerable<T> items, Func<T, int> number)
    {
        var seen = new List<string>();
        try
        {
            await foreach (var item in items)
            {
                seen.Add($"{number(item)}");
                _delivered.TrySetResult();
            }
        }
        catch (Exception e)
        {
            seen.Add(NameOf(e));
        }

        return string.Join(' ', seen);
    }

    private async Task<string> BatchAsync(LabService.LabServiceClient lab, CallOptions options)
    {
        try
        {
            var results = await lab.BatchGetAllUsersAsync(["1", "2", "3"], callOptions: options);
            return string.Join(' ', results.Select(r => r.IsOk ? r.Item!.Id : $"{r.Status.StatusCode}"));
        }
        catch (Exception e)
        {
            return NameOf(e);
        }
    }

    private async Task<string> LoadAsync(LabService.LabServiceClient lab, CallOptions options)
    {
        await using var loader = lab.CreateUserLoader(maxBatch: 3, callOptions: options.WithCancellationToken(default));
        Task<string>[] loads = [.. new[] { "1", "2", "3" }.Select(id => OneAsync(async () => (await loader.LoadAsync(id, _caller.Token)).Id))];
        return string.Join(' ', await Task.WhenAll(loads));
    }

    private Task<string> UploadAsync(LabService.LabServiceClient lab, CallOptions options) => OneAsync(async () =>
    {
        using var content = new MemoryStream([1, 2, 3]);
        return $"{(await lab.UploadFileAsync(new(content, new() { Info = new() { Name = "a" } }), callOptions: options)).TotalBytes}";
    });

    private Task<string> OperationAsync(LabService.LabServiceClient lab, Google.LongRunning.Operations.OperationsClient operations, CallOptions options, string server) => OneAsync(async () =>
    {
        var operation = await lab.BeginRunJob(new(), operations.ToOperationPoller());
        var poll = new PollOptions { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), Jitter = 0, MaxUnavailable = 1 };
        var waits = server is "never answers" or "sends an empty one";
        return (await operation.WaitAsync(waits ? poll with { Timeout = TimeSpan.FromSeconds(1) } : poll, cancellationToken: options.CancellationToken)).Text;
    });

    private async Task<string> OneAsync(Func<Task<string>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            return NameOf(e);
        }
    }

    private string NameOf(Exception error) => error switch
    {
        OperationCanceledException e => e.CancellationToken == _caller.Token ? "caller" : "somebody",
        RpcException e => $"{e.StatusCode}",
        PagingProtocolException => "protocol",
        TimeoutException => "timeout",
        _ => error.ToString(),
    };

    // The messages of a call, then the misbehaviour: at the second page, after the first entry, at each poll.
    private async Task AnswerAsync(RawCall call, string server)
    {
        var (good, last) = await ScriptAsync(call, server);
        foreach (var message in good)
        {
            await call.SendAsync(message);
        }

        switch (last is null ? "" : server)
        {
            case "never answers":
                await UntilAbortedAsync(call);
                break;
            case "answers after cancel":
                _arrived.TrySetResult();
                await UntilAbortedAsync(call);
                await call.SendAsync(last!);
                break;
            case "closes mid-message":
                await call.SendAsync(100, [10, 20, 30]);
                // A reset throws away what the caller has not read yet.
                await (good.Count > 0 ? _delivered.Task : Task.CompletedTask);
                call.Abort();
                break;
            case "sends too much":
                await call.SendAsync(5_000_000, new byte[1000]);
                await UntilAbortedAsync(call);
                break;
            case "sends another type":
                await call.SendAsync(4, [0xff, 0xff, 0xff, 0xff]);
                call.End();
                break;
            case "speaks no gRPC" when good.Count == 0:
                await call.SendPageAsync();
                break;
            case "sends none":
                call.End();
                break;
            case "sends an empty one":
                await call.SendAsync(0, []);
                call.End();
                break;
            case "drops" when call.Method == "GetOperation":
                call.End(StatusCode.NotFound);
                break;
            case "repeats" when call.Method == "UploadFile":
                await call.SendAsync(last!);
                await call.SendAsync(last!);
                call.End();
                break;
            case "repeats" when call.Method == "Tail" && Interlocked.Increment(ref _tails) == 1:
                call.End(StatusCode.Unavailable);
                break;
            default:
                if (last is not null)
                {
                    await call.SendAsync(last);
                }

                call.End();
                break;
        }
    }

    // What goes well, and the last message, which the misbehaviour is about; null for a call that goes well.
    private async Task<(IReadOnlyList<IMessage> Good, IMessage? Last)> ScriptAsync(RawCall call, string server)
    {
        switch (call.Method)
        {
            case "ListItems":
                var request = (await call.ReadAsync<ListItemsRequest>())!;
                return request.PageToken.Length == 0
                    ? ([Page("next", Variation(server, 1, 2))], null)
                    : ([], server == "repeats" ? Page("next", [1, 2]) : Page("", [3]));
            case "BatchGetUsers":
                var asked = (await call.ReadAsync<BatchGetUsersRequest>())!.UserIds.Select(id => int.Parse(id, null)).ToArray();
                return ([], new BatchGetUsersResponse { Users = { Variation(server, asked).Select(id => new User { Id = $"{id}" }) } });
            case "UploadFile":
                var total = 0;
                while (server != "drops" && await call.ReadAsync<FilePart>() is { } part)
                {
                    total += part.Chunk.Length;
                }

                // It answers without having read anything.
                return ([], new UploadSummary { TotalBytes = server == "drops" ? 3 : total });
            case "Tail":
                var tail = (await call.ReadAsync<TailRequest>())!;
                if (IsAbout(server))
                {
                    return (tail.ResumeToken.Length > 0 || server == "speaks no gRPC" ? [] : [Entry(1)], Entry(2));
                }

                int[] numbers = tail.ResumeToken.Length > 0 ? [2, 3] : server == "repeats" ? [1, 2] : Variation(server, 1, 2, 3);
                return ([.. numbers.SkipLast(1).Select(Entry)], Entry(numbers[^1]));
            case "RunJob":
                return ([new Operation { Name = "operations/1" }], null);
            default:
                var isDone = Interlocked.Increment(ref _polls) > (server == "repeats" ? 3 : 1);
                return ([], isDone
                    ? new Operation { Name = "operations/1", Done = true, Response = Any.Pack(new JobResult { Text = "7" }) }
                    : new Operation { Name = "operations/1", Metadata = Any.Pack(new JobProgress { Percent = 100 / _polls }) });
        }
    }

    private static bool IsAbout(string server) => server is not ("keeps to the rules" or "reorders" or "repeats" or "drops");

    private static int[] Variation(string server, params int[] numbers) => server switch
    {
        "reorders" => numbers.Length == 3 ? [numbers[1], numbers[0], numbers[2]] : [.. numbers.Reverse()],
        "repeats" => [.. numbers, .. numbers.Take(1)],
        "drops" => [.. numbers.Where(n => n != 2)],
        _ => numbers,
    };

    private static ListItemsResponse Page(string next, int[] ids) => new() { Items = { ids.Select(id => new Item { Id = id }) }, NextPageToken = next };

    private static Entry Entry(int number) => new() { Number = number, ResumeToken = $"{number}" };

    private static async Task UntilAbortedAsync(RawCall call)
    {
        var aborted = new TaskCompletionSource();
        using var registration = call.Aborted.Register(() => aborted.TrySetResult());
        await aborted.Task;
    }
}
