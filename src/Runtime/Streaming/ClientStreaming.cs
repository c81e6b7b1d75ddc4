using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Streaming;

/// <summary>
/// Sends many messages through a client-streaming RPC in bounded memory: the server's flow control holds the sender back,
/// and the next message is prepared while the last one is on its way.
/// </summary>
public static class ClientStreaming
{
    /// <summary>Sends messages until they end, then waits for the response.</summary>
    /// <typeparam name="TRequest">The message.</typeparam>
    /// <typeparam name="TResponse">The response.</typeparam>
    /// <param name="name">The name that errors carry, such as <c>UserService.CreateUsers</c>.</param>
    /// <param name="open">Opens the stream.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="progress">Told after each message.</param>
    /// <param name="cancellationToken">The token of the call, for the messages.</param>
    /// <returns>The response, also when the server answers before it has read everything.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A message is <see langword="null"/>; the call is cancelled.</exception>
    /// <exception cref="RpcException">The call failed: the server's status, not the write that failed because of it.</exception>
    public static Task<TResponse> SendAsync<TRequest, TResponse>(
        string name,
        Func<AsyncClientStreamingCall<TRequest, TResponse>> open,
        IAsyncEnumerable<TRequest> messages,
        IProgress<StreamProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(messages);
        return SendCoreAsync(name, open, WithoutContent(messages, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Sends items in messages that hold several.</summary>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <typeparam name="TRequest">The message.</typeparam>
    /// <typeparam name="TResponse">The response.</typeparam>
    /// <param name="name">The name that errors carry.</param>
    /// <param name="open">Opens the stream.</param>
    /// <param name="items">The items.</param>
    /// <param name="itemsPerMessage">Items per message.</param>
    /// <param name="toMessage">Makes a message.</param>
    /// <param name="progress">Told after each message.</param>
    /// <param name="cancellationToken">The token of the call, for the messages.</param>
    /// <returns>The response, also when the server answers before it has read everything.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A message would hold less than one item.</exception>
    /// <exception cref="ArgumentException">An item is <see langword="null"/>; the call is cancelled.</exception>
    /// <exception cref="RpcException">The call failed: the server's status, not the write that failed because of it.</exception>
    public static Task<TResponse> SendItemsAsync<TItem, TRequest, TResponse>(
        string name,
        Func<AsyncClientStreamingCall<TRequest, TResponse>> open,
        IAsyncEnumerable<TItem> items,
        int itemsPerMessage,
        Func<IReadOnlyList<TItem>, TRequest> toMessage,
        IProgress<StreamProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TItem : class
        where TRequest : class
        where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(toMessage);
        ArgumentOutOfRangeException.ThrowIfLessThan(itemsPerMessage, 1);
        return SendAsync(name, open, Pack(name, items, itemsPerMessage, toMessage, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Uploads content in chunks; several contents go through one call, one after another.</summary>
    /// <typeparam name="TRequest">The message.</typeparam>
    /// <typeparam name="TResponse">The response.</typeparam>
    /// <param name="method">The RPC.</param>
    /// <param name="client">The client to call it on.</param>
    /// <param name="sources">The contents, at least one.</param>
    /// <param name="progress">Told after each message.</param>
    /// <param name="chunkSize">Bytes per chunk; 64 KiB by default. A message may have 4 MiB unless the server allows more.</param>
    /// <param name="callOptions">Headers, deadline and cancellation.</param>
    /// <returns>The response, also when the server answers before it has read everything.</returns>
    /// <exception cref="ArgumentException">Nothing was sent: there is no content, or one cannot be read, or not from its offset.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is less than 1, or an offset negative.</exception>
    /// <exception cref="RpcException">The call failed: the server's status, not the write that failed because of it.</exception>
    /// <exception cref="IOException">The content could not be read; the call is cancelled.</exception>
    public static Task<TResponse> UploadAsync<TRequest, TResponse>(
        UploadMethod<TRequest, TResponse> method,
        ClientBase client,
        IEnumerable<UploadSource<TRequest>> sources,
        IProgress<StreamProgress>? progress = null,
        int chunkSize = 64 * 1024,
        CallOptions callOptions = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        UploadSource<TRequest>[] all = [.. sources];
        UploadChunks.Check(method.Name, all, nameof(sources));
        return SendCoreAsync(
            method.Name, () => method.Call(client, callOptions), UploadChunks.Read(method, all, chunkSize), progress, callOptions.CancellationToken);
    }

    private static async Task<TResponse> SendCoreAsync<TRequest, TResponse>(
        string name,
        Func<AsyncClientStreamingCall<TRequest, TResponse>> open,
        IAsyncEnumerable<(TRequest Message, int Bytes)> messages,
        IProgress<StreamProgress>? progress,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var call = open();
        try
        {
            await WriteAllAsync(name, call, messages, progress, cancellationToken).ConfigureAwait(false);
            return await call.ResponseAsync.ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && IsEndOfCall(e))
        {
            throw new OperationCanceledException($"{name} was cancelled.", e, cancellationToken);
        }
    }

    private static async Task WriteAllAsync<TRequest, TResponse>(
        string name,
        AsyncClientStreamingCall<TRequest, TResponse> call,
        IAsyncEnumerable<(TRequest Message, int Bytes)> messages,
        IProgress<StreamProgress>? progress,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var sent = default(StreamProgress);
        var source = messages.GetAsyncEnumerator(cancellationToken);
        await using var _ = source.ConfigureAwait(false);
        var ready = await source.MoveNextAsync().ConfigureAwait(false);
        while (ready)
        {
            var (message, bytes) = source.Current;
            if (message is null)
            {
                throw new ArgumentException($"{name}: message {sent.Messages} is null.", nameof(messages));
            }

            var write = WriteAsync(call, message);
            // Prepared while the write waits for the server.
            ready = await source.MoveNextAsync().ConfigureAwait(false);
            if (!await write.ConfigureAwait(false))
            {
                return;
            }

            sent = new(sent.Messages + 1, sent.Bytes + bytes);
            progress?.Report(sent);
        }

        await CompleteAsync(call).ConfigureAwait(false);
    }

    /// <summary>False when the server has answered already: then its answer counts, not the failed write.</summary>
    private static async Task<bool> WriteAsync<TRequest, TResponse>(AsyncClientStreamingCall<TRequest, TResponse> call, TRequest message)
        where TRequest : class
        where TResponse : class
    {
        if (call.ResponseAsync.IsCompleted)
        {
            return false;
        }

        try
        {
            await call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (IsEndOfCall(e))
        {
            // If the call has no status of its own, the response task throws this very error.
            await ((Task)call.ResponseAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    private static async Task CompleteAsync<TRequest, TResponse>(AsyncClientStreamingCall<TRequest, TResponse> call)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsEndOfCall(e))
        {
            // The server has answered: the response task says what.
        }
    }

    // What writing to a call throws that is over, for any reason.
    private static bool IsEndOfCall(Exception exception) => exception is RpcException or InvalidOperationException or OperationCanceledException;

    private static async IAsyncEnumerable<(TRequest Message, int Bytes)> WithoutContent<TRequest>(
        IAsyncEnumerable<TRequest> messages,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return (message, 0);
        }
    }

    private static async IAsyncEnumerable<TRequest> Pack<TItem, TRequest>(
        string name,
        IAsyncEnumerable<TItem> items,
        int itemsPerMessage,
        Func<IReadOnlyList<TItem>, TRequest> toMessage,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TItem : class
    {
        var part = new List<TItem>(itemsPerMessage);
        long index = 0;
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            part.Add(item ?? throw new ArgumentException($"{name}: item {index} is null.", nameof(items)));
            index++;
            if (part.Count == itemsPerMessage)
            {
                yield return toMessage(part);
                part = new List<TItem>(itemsPerMessage);
            }
        }

        if (part.Count > 0)
        {
            yield return toMessage(part);
        }
    }
}
