// A stream of requests, one response.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of a client-streaming RPC. A reply is sent once the client has completed its requests; a failure at once.</summary>
/// <inheritdoc/>
public sealed class ClientStreamingRpcMock<TRequest, TResponse> : RpcMock<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    internal ClientStreamingRpcMock(GrpcMock mock, string name)
        : base(mock, name, null, null)
    {
    }

    private ClientStreamingRpcMock(ClientStreamingRpcMock<TRequest, TResponse> from, CallMatcher<TRequest, TResponse> matcher)
        : base(from.Mock, from.RpcName, from, matcher)
    {
    }

    internal override MethodType Kind => MethodType.ClientStreaming;

    /// <summary>Narrows to the calls that satisfy a condition on headers, deadline or host; there is no request yet when a setup is chosen.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    public ClientStreamingRpcMock<TRequest, TResponse> WhenCall(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <inheritdoc cref="UnaryRpcMock{TRequest,TResponse}.Returns(TResponse,Metadata,Metadata,TimeSpan)"/>
    public void Returns(TResponse reply, Metadata? headers = null, Metadata? trailers = null, TimeSpan delay = default) =>
        Add(RpcOutcome<TResponse>.Reply(reply, headers, trailers, delay), "Returns(…)");

    /// <summary>Calls get the reply that a function makes of all their requests; an <see cref="RpcException"/> that it throws is their status.</summary>
    /// <param name="reply">The function. It runs once the client has completed its requests.</param>
    public void Returns(Func<IReadOnlyList<TRequest>, TResponse> reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        Add(async server => await server.WriteAsync(reply(await server.ReadAllAsync().ConfigureAwait(false))).ConfigureAwait(false), "Returns(…)");
    }

    /// <inheritdoc cref="UnaryRpcMock{TRequest,TResponse}.Sequence"/>
    public void Sequence(params RpcOutcome<TResponse>[] outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Length == 0)
        {
            throw new ArgumentException("A sequence needs at least one outcome.", nameof(outcomes));
        }

        Add(new SequenceSetup<TRequest, TResponse>(Matcher, "Sequence(…)", [.. outcomes]));
    }

    /// <summary>Calls are served by a service method, for example that of a real service class.</summary>
    /// <param name="method">The method. It begins on the caller's thread.</param>
    public void Handles(ClientStreamingServerMethod<TRequest, TResponse> method)
    {
        ArgumentNullException.ThrowIfNull(method);
        Add(async server => await server.ReplyAsync(await method(server.Requests, server.Context).ConfigureAwait(false)).ConfigureAwait(false), "Handles(…)");
    }

    internal override AsyncClientStreamingCall<TRequest, TResponse> ClientStreaming(Method<TRequest, TResponse> method, string? host, in CallOptions options)
    {
        var live = StartLive(method, host, options, null, takesRequest: false);
        return new AsyncClientStreamingCall<TRequest, TResponse>(live.RequestStream!, live.ResponseAsync, CallCallbacks.Headers, CallCallbacks.Status, CallCallbacks.Trailers, CallCallbacks.Dispose, live.Record);
    }
}
