// One request, a stream of responses.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of a server-streaming RPC.</summary>
/// <inheritdoc/>
public sealed class ServerStreamingRpcMock<TRequest, TResponse> : RpcMock<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    internal ServerStreamingRpcMock(GrpcMock mock, string name)
        : base(mock, name, null, null)
    {
    }

    private ServerStreamingRpcMock(ServerStreamingRpcMock<TRequest, TResponse> from, CallMatcher<TRequest, TResponse> matcher)
        : base(from.Mock, from.RpcName, from, matcher)
    {
    }

    internal override MethodType Kind => MethodType.ServerStreaming;

    /// <inheritdoc cref="UnaryRpcMock{TRequest,TResponse}.When(Func{TRequest,bool},string)"/>
    public ServerStreamingRpcMock<TRequest, TResponse> When(Func<TRequest, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <inheritdoc cref="UnaryRpcMock{TRequest,TResponse}.When(TRequest)"/>
    public ServerStreamingRpcMock<TRequest, TResponse> When(TRequest request) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, request));

    /// <inheritdoc cref="UnaryRpcMock{TRequest,TResponse}.WhenCall"/>
    public ServerStreamingRpcMock<TRequest, TResponse> WhenCall(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Calls get these messages, then OK.</summary>
    /// <param name="messages">The messages; they are copied now, and again for each call.</param>
    public void Streams(params TResponse[] messages) => Streams(script => script.Messages(messages));

    /// <summary>Calls get a scripted stream: messages, delays, headers, trailers, a failure in the middle.</summary>
    /// <param name="script">Writes the script; it runs once, now.</param>
    public void Streams(Action<StreamScript<TResponse>> script) =>
        Add(StreamScript<TResponse>.Compile<TRequest>(script), "Streams(…)");

    /// <summary>Calls get the messages that a function makes of the request, then OK.</summary>
    /// <param name="messages">The function; the client's reads pull its messages, so it may be endless.</param>
    public void Streams(Func<TRequest, IEnumerable<TResponse>> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Add(
            async server =>
            {
                foreach (var message in messages(server.Request))
                {
                    await server.WriteAsync(message).ConfigureAwait(false);
                }
            },
            "Streams(…)");
    }

    /// <summary>Calls are served by a service method, for example that of a real service class.</summary>
    /// <param name="method">The method. It begins on the caller's thread.</param>
    public void Handles(ServerStreamingServerMethod<TRequest, TResponse> method)
    {
        ArgumentNullException.ThrowIfNull(method);
        Add(server => method(server.Request, server.Responses, server.Context), "Handles(…)");
    }

    internal override AsyncServerStreamingCall<TResponse> ServerStreaming(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request)
    {
        var live = StartLive(method, host, options, request, takesRequest: true);
        return new AsyncServerStreamingCall<TResponse>(live.ResponseStream!, CallCallbacks.Headers, CallCallbacks.Status, CallCallbacks.Trailers, CallCallbacks.Dispose, live.Record);
    }
}
