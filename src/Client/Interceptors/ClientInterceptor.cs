using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcSdk.Client;

/// <summary>
/// A client interceptor with one set of callbacks for all kinds of call: blocking and asynchronous unary and the three
/// streaming kinds.
/// </summary>
/// <remarks>
/// <para>
/// For every call: <see cref="OnStart"/>, then <see cref="OnMessageSent"/> and <see cref="OnMessageReceived"/> for each
/// message, then <see cref="OnEnd"/> exactly once. A call whose response stream is neither read to its end nor
/// disposed never ends.
/// </para>
/// <para>
/// An exception thrown by a callback is the outcome of the call as its caller sees it. Interceptors stand above
/// retries: one call is one call however many tries it takes. An instance may serve many calls at once: keep what
/// belongs to a call in <see cref="ClientCall.State"/>.
/// </para>
/// </remarks>
public abstract class ClientInterceptor : Interceptor
{
    /// <summary>The call is about to be made. Change its options, or throw to prevent it.</summary>
    /// <param name="call">The call.</param>
    protected virtual void OnStart(ClientCall call)
    {
    }

    /// <summary>A message is about to be sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="message">The request message.</param>
    protected virtual void OnMessageSent(ClientCall call, object message)
    {
    }

    /// <summary>A message arrived and the caller has not seen it yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="message">The response message.</param>
    protected virtual void OnMessageReceived(ClientCall call, object message)
    {
    }

    /// <summary>The call is over. Called exactly once for every call that ends.</summary>
    /// <param name="call">The call.</param>
    /// <param name="error">
    /// Why it failed, normally an <see cref="RpcException"/>; <see langword="null"/> on success. It goes on to the caller
    /// unless this method throws another exception in its place.
    /// </param>
    protected virtual void OnEnd(ClientCall call, Exception? error)
    {
    }

    /// <inheritdoc/>
    public sealed override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = NewCall(context);
        TResponse response;
        try
        {
            OnStart(call);
            OnMessageSent(call, request);
            response = continuation(request, With(context, call));
            OnMessageReceived(call, response);
        }
        catch (Exception error)
        {
            End(call, error);
            throw;
        }

        End(call, error: null);
        return response;
    }

    /// <inheritdoc/>
    public sealed override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = NewCall(context);
        var inner = Begin(call, request, () => continuation(request, With(context, call)));
        var response = new ObservedResponse<TResponse>(
            this, call, () => inner.ResponseHeadersAsync, inner.GetStatus, inner.GetTrailers, inner.Dispose);
        return new AsyncUnaryCall<TResponse>(
            response.Observe(inner.ResponseAsync), ObservedCall.GetHeaders, ObservedCall.GetStatus, ObservedCall.GetTrailers, ObservedCall.DisposeCall, response);
    }

    /// <inheritdoc/>
    public sealed override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = NewCall(context);
        var inner = Begin(call, request, () => continuation(request, With(context, call)));
        return new AsyncServerStreamingCall<TResponse>(
            new ObservedResponseStream<TResponse>(this, call, inner.ResponseStream),
            ObservedCall.GetHeaders,
            ObservedCall.GetStatus,
            ObservedCall.GetTrailers,
            ObservedCall.DisposeCall,
            new ObservedCall(() => inner.ResponseHeadersAsync, inner.GetStatus, inner.GetTrailers, () => Abandon(call, inner.Dispose)));
    }

    /// <inheritdoc/>
    public sealed override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = NewCall(context);
        var inner = Begin(call, request: null, () => continuation(With(context, call)));
        var response = new ObservedResponse<TResponse>(
            this, call, () => inner.ResponseHeadersAsync, inner.GetStatus, inner.GetTrailers, inner.Dispose);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            new ObservedRequestStream<TRequest>(this, call, inner.RequestStream),
            response.Observe(inner.ResponseAsync),
            ObservedCall.GetHeaders,
            ObservedCall.GetStatus,
            ObservedCall.GetTrailers,
            ObservedCall.DisposeCall,
            response);
    }

    /// <inheritdoc/>
    public sealed override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = NewCall(context);
        var inner = Begin(call, request: null, () => continuation(With(context, call)));
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new ObservedRequestStream<TRequest>(this, call, inner.RequestStream),
            new ObservedResponseStream<TResponse>(this, call, inner.ResponseStream),
            ObservedCall.GetHeaders,
            ObservedCall.GetStatus,
            ObservedCall.GetTrailers,
            ObservedCall.DisposeCall,
            new ObservedCall(() => inner.ResponseHeadersAsync, inner.GetStatus, inner.GetTrailers, () => Abandon(call, inner.Dispose)));
    }

    internal void MessageSent(ClientCall call, object message) => OnMessageSent(call, message);

    internal void MessageReceived(ClientCall call, object message) => OnMessageReceived(call, message);

    internal void End(ClientCall call, Exception? error)
    {
        if (call.TryEnd())
        {
            OnEnd(call, error);
        }
    }

    private static ClientCall NewCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => new(context.Method, context.Host, context.Options);

    private static ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        ClientCall call)
        where TRequest : class
        where TResponse : class => new(context.Method, context.Host, call.Options);

    private TCall Begin<TCall>(ClientCall call, object? request, Func<TCall> start)
    {
        try
        {
            OnStart(call);
            if (request is not null)
            {
                OnMessageSent(call, request);
            }

            return start();
        }
        catch (Exception error)
        {
            End(call, error);
            throw;
        }
    }

    // Disposing a call before its stream ended cancels it.
    private void Abandon(ClientCall call, Action dispose)
    {
        dispose();
        try
        {
            End(call, new RpcException(new Status(StatusCode.Cancelled, "The call was disposed before its end.")));
        }
        catch (RpcException)
        {
            // A translation of the error has nobody to go to: Dispose must not throw.
        }
    }
}
