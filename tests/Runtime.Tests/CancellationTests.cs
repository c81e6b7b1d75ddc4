// Who cancels a helper gets an OperationCanceledException with the very token that was cancelled: that is how callers tell
// their own cancellation from somebody else's.
using Google.LongRunning;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Operations;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using GrpcSdk.Runtime.Tests.Paging;
using GrpcSdk.Streaming;

namespace GrpcSdk.Runtime.Tests;

public class CancellationTests
{
    private static readonly PollOptions Quick = new() { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) };

    private delegate Task Use(LabService.LabServiceClient client, Google.LongRunning.Operations.OperationsClient operations, CancellationToken token, CallOptions options);

    private static readonly IReadOnlyDictionary<string, Use> Helpers = new Dictionary<string, Use>
    {
        ["items"] = (client, _, token, options) => DrainAsync(client.ListItemsPaged(new(), callOptions: options).WithCancellation(token)),
        ["items, prefetching"] = (client, _, token, options) => DrainAsync(client.ListItemsPaged(new(), new() { Prefetch = 1 }, options).WithCancellation(token)),
        ["pages"] = (client, _, token, options) => DrainAsync(client.ListItemsPaged(new(), callOptions: options).AsPages(token).WithCancellation(default)),
        ["pages, WithCancellation"] = (client, _, token, options) => DrainAsync(client.ListItemsPaged(new(), callOptions: options).AsPages().WithCancellation(token)),
        ["checkpoints"] = (client, _, token, options) => DrainAsync(client.ListItemsPaged(new(), callOptions: options).WithCheckpoints(token).WithCancellation(default)),
        ["a page of items"] = (client, _, token, options) => client.ListItemsPaged(new(), callOptions: options).ReadPageAsync(100, token),
        ["resumable stream"] = (client, _, token, options) => DrainAsync(client.TailResumable(new(), callOptions: options).WithCancellation(token)),
        ["upload"] = (client, _, token, options) => client.UploadImagesAsync(
            new UploadSource<ImageChunk>(new MemoryStream(new byte[10]), new()), callOptions: options.CancellationToken.CanBeCanceled ? options : options.WithCancellationToken(token)),
        ["operation"] = (client, operations, token, options) => client.ResumeRunJob("operations/1", operations.ToOperationPoller())
            .WaitAsync(Quick, cancellationToken: options.CancellationToken.CanBeCanceled ? options.CancellationToken : token),
        ["operation with a timeout"] = (client, operations, token, options) => client.ResumeRunJob("operations/1", operations.ToOperationPoller())
            .WaitAsync(Quick with { Timeout = TimeSpan.FromHours(1) }, cancellationToken: options.CancellationToken.CanBeCanceled ? options.CancellationToken : token),
    };

    public static TheoryData<string, bool, bool> Rows { get; } = new(
        from helper in Helpers.Keys
        from byCallOptions in new[] { false, true }
        from throwsOperationCanceled in new[] { false, true }
        select (helper, byCallOptions, throwsOperationCanceled));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_cancelled_helper_names_the_token_that_was_cancelled(string helper, bool byCallOptions, bool throwsOperationCanceled)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LabServer.StartAsync(Hanging(asked));
        using var channel = GrpcChannel.ForAddress(server.Address, new() { ThrowOperationCanceledOnCancellation = throwsOperationCanceled });
        using var stop = new CancellationTokenSource();
        using var other = new CancellationTokenSource();

        var use = Helpers[helper](
            new(channel), new(channel), byCallOptions ? default : stop.Token, new CallOptions(cancellationToken: byCallOptions ? stop.Token : default));
        await asked.Task;
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use)).CancellationToken);
    }

    [Fact]
    public async Task Of_two_tokens_the_one_that_was_cancelled_is_named()
    {
        await using var server = await LabServer.StartAsync(new ItemList(30).Behaviour);
        using var stop = new CancellationTokenSource();
        using var other = new CancellationTokenSource();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            // Inside a page: no call is under way.
            await foreach (var _ in server.Client.ListItemsPaged(new(), callOptions: new CallOptions(cancellationToken: stop.Token)).WithCancellation(other.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_stream_that_waits_to_be_opened_again_names_it_too()
    {
        await using var server = await LabServer.StartAsync(new() { Tail = (_, _, _) => throw new RpcException(new Status(StatusCode.Unavailable, "gone")) });
        using var stop = new CancellationTokenSource();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new ResumeOptions
        {
            TimeProvider = time,
            ShouldResume = _ =>
            {
                failed.TrySetResult();
                return true;
            },
        };

        var use = DrainAsync(server.Client.TailResumable(new(), options).WithCancellation(stop.Token));
        await failed.Task;
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use)).CancellationToken);
    }

    private static LabBehaviour Hanging(TaskCompletionSource asked)
    {
        return new()
        {
            List = async (_, context) =>
            {
                await HangAsync(context);
                return new();
            },
            Tail = (_, _, context) => HangAsync(context),
            UploadImages = async (_, context) =>
            {
                await HangAsync(context);
                return new();
            },
            GetOperationAsync = async (_, context) =>
            {
                await HangAsync(context);
                return new();
            },
        };

        Task HangAsync(ServerCallContext context)
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }

    private static async Task DrainAsync<T>(System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<T> items)
    {
        await foreach (var _ in items)
        {
        }
    }
}
