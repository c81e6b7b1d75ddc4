using System.Runtime.ExceptionServices;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// A server interceptor with one set of callbacks for all four kinds of call, so that it can not forget streams.
/// </summary>
/// <remarks>
/// <para>
/// For every call: <see cref="OnStartAsync"/>, then <see cref="OnMessageReceivedAsync"/> and
/// <see cref="OnMessageSentAsync"/> for each message in whatever order the handler reads and writes, then
/// <see cref="OnEndAsync"/> exactly once, also when an earlier callback threw. An exception thrown by any callback is
/// the outcome of the call as the interceptors further outside see it.
/// </para>
/// <para>
/// The callbacks of one call follow each other, but a duplex handler that reads and writes at the same time runs
/// <see cref="OnMessageReceivedAsync"/> and <see cref="OnMessageSentAsync"/> at the same time.
/// An instance may serve many calls at once: keep what belongs to a call in <see cref="ServerCall.State"/>.
/// </para>
/// </remarks>
public abstract class ServerInterceptor : Interceptor
{
    /// <summary>
    /// Whether the interceptor looks at messages. An interceptor that returns <see langword="false"/> costs nothing per
    /// streamed message: the streams are not wrapped. Default <see langword="true"/>.
    /// </summary>
    protected virtual bool ObservesMessages => true;

    /// <summary>The call begins; nothing was read yet. Throw to refuse it.</summary>
    /// <param name="call">The call.</param>
    protected virtual ValueTask OnStartAsync(ServerCall call) => ValueTask.CompletedTask;

    /// <summary>A message arrived and the handler has not seen it yet. Throw to refuse it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="message">The request message.</param>
    protected virtual ValueTask OnMessageReceivedAsync(ServerCall call, object message) => ValueTask.CompletedTask;

    /// <summary>The handler sends a message. It is not on the wire yet: throw to hold it back.</summary>
    /// <param name="call">The call.</param>
    /// <param name="message">The response message.</param>
    protected virtual ValueTask OnMessageSentAsync(ServerCall call, object message) => ValueTask.CompletedTask;

    /// <summary>The handler is done. Called exactly once for every call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="error">
    /// What the handler, or an interceptor further inside, threw; <see langword="null"/> on success. It goes on to the
    /// interceptors outside unless this method throws another exception in its place.
    /// </param>
    protected virtual ValueTask OnEndAsync(ServerCall call, Exception? error) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public sealed override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        // Written out, because most calls are unary and in most of them no callback has to wait: those have no state
        // machine, and hand on the task of the handler itself.
        var call = new ServerCall(context, MethodType.Unary);
        Task<TResponse>? response = null;
        try
        {
            var pending = OnStartAsync(call);
            if (!pending.IsCompletedSuccessfully)
            {
                return FinishUnaryAsync(call, request, continuation, UnaryStep.Started, pending, response);
            }

            pending = OnMessageReceivedAsync(call, request);
            if (!pending.IsCompletedSuccessfully)
            {
                return FinishUnaryAsync(call, request, continuation, UnaryStep.Received, pending, response);
            }

            response = continuation(request, context);
            if (!response.IsCompletedSuccessfully)
            {
                return FinishUnaryAsync(call, request, continuation, UnaryStep.Received, pending, response);
            }

            pending = OnMessageSentAsync(call, response.Result);
            if (!pending.IsCompletedSuccessfully)
            {
                return FinishUnaryAsync(call, request, continuation, UnaryStep.Sent, pending, response);
            }
        }
        catch (Exception error)
        {
            return FailUnaryAsync<TResponse>(call, error);
        }

        var ended = OnEndAsync(call, error: null);
        return ended.IsCompletedSuccessfully ? response : EndUnaryAsync(ended, response);
    }

    /// <inheritdoc/>
    public sealed override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var call = new ServerCall(context, MethodType.ClientStreaming);
        TResponse response;
        try
        {
            await OnStartAsync(call);
            response = await continuation(Observe(call, requestStream), context);
            await OnMessageSentAsync(call, response);
        }
        catch (Exception error)
        {
            await OnEndAsync(call, error);
            throw;
        }

        await OnEndAsync(call, error: null);
        return response;
    }

    /// <inheritdoc/>
    public sealed override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var call = new ServerCall(context, MethodType.ServerStreaming);
        try
        {
            await OnStartAsync(call);
            await OnMessageReceivedAsync(call, request);
            await continuation(request, Observe(call, responseStream), context);
        }
        catch (Exception error)
        {
            await OnEndAsync(call, error);
            throw;
        }

        await OnEndAsync(call, error: null);
    }

    /// <inheritdoc/>
    public sealed override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var call = new ServerCall(context, MethodType.DuplexStreaming);
        try
        {
            await OnStartAsync(call);
            await continuation(Observe(call, requestStream), Observe(call, responseStream), context);
        }
        catch (Exception error)
        {
            await OnEndAsync(call, error);
            throw;
        }

        await OnEndAsync(call, error: null);
    }

    internal ValueTask MessageReceivedAsync(ServerCall call, object message) => OnMessageReceivedAsync(call, message);

    internal ValueTask MessageSentAsync(ServerCall call, object message) => OnMessageSentAsync(call, message);

    private enum UnaryStep
    {
        Started,
        Received,
        Sent,
    }

    // A unary call from the step that has to be waited for.
    private async Task<TResponse> FinishUnaryAsync<TRequest, TResponse>(
        ServerCall call,
        TRequest request,
        UnaryServerMethod<TRequest, TResponse> continuation,
        UnaryStep step,
        ValueTask pending,
        Task<TResponse>? response)
        where TRequest : class
        where TResponse : class
    {
        TResponse message;
        try
        {
            await pending;
            if (step == UnaryStep.Started)
            {
                await OnMessageReceivedAsync(call, request);
            }

            message = await (response ?? continuation(request, call.Context));
            if (step != UnaryStep.Sent)
            {
                await OnMessageSentAsync(call, message);
            }
        }
        catch (Exception error)
        {
            await OnEndAsync(call, error);
            throw;
        }

        await OnEndAsync(call, error: null);
        return message;
    }

    private async Task<TResponse> FailUnaryAsync<TResponse>(ServerCall call, Exception error)
    {
        await OnEndAsync(call, error);
        ExceptionDispatchInfo.Throw(error);
        throw error;
    }

    private static async Task<TResponse> EndUnaryAsync<TResponse>(ValueTask ended, Task<TResponse> response)
    {
        await ended;
        return await response;
    }

    /// <summary>The request stream that those further inside read.</summary>
    private protected virtual IAsyncStreamReader<T> Observe<T>(ServerCall call, IAsyncStreamReader<T> stream)
        where T : class =>
        ObservesMessages ? new ObservedStreamReader<T>(this, call, stream) : stream;

    /// <summary>The response stream that those further inside write.</summary>
    private protected virtual IServerStreamWriter<T> Observe<T>(ServerCall call, IServerStreamWriter<T> stream)
        where T : class =>
        ObservesMessages ? new ObservedStreamWriter<T>(this, call, stream) : stream;
}
