// A stream of requests, a stream of responses.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of a bidirectional-streaming RPC.</summary>
/// <inheritdoc/>
public sealed class DuplexRpcMock<TRequest, TResponse> : RpcMock<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    internal DuplexRpcMock(GrpcMock mock, string name)
        : base(mock, name, null, null)
    {
    }

    private DuplexRpcMock(DuplexRpcMock<TRequest, TResponse> from, CallMatcher<TRequest, TResponse> matcher)
        : base(from.Mock, from.RpcName, from, matcher)
    {
    }

    internal override MethodType Kind => MethodType.DuplexStreaming;

    /// <inheritdoc cref="ClientStreamingRpcMock{TRequest,TResponse}.WhenCall"/>
    public DuplexRpcMock<TRequest, TResponse> WhenCall(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Calls get one response for each request, and OK when the client completes its requests.</summary>
    /// <param name="response">Makes the response; an <see cref="RpcException"/> that it throws ends the call with its status.</param>
    public void RespondsToEach(Func<TRequest, TResponse> response)
    {
        ArgumentNullException.ThrowIfNull(response);
        RespondsToEach(request => [response(request)]);
    }

    /// <summary>Calls get any number of responses for each request, and OK when the client completes its requests.</summary>
    /// <param name="responses">Makes the responses; an <see cref="RpcException"/> that it throws ends the call with its status.</param>
    public void RespondsToEach(Func<TRequest, IEnumerable<TResponse>> responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        Add(
            async server =>
            {
                while (await server.Requests.MoveNext(CancellationToken.None).ConfigureAwait(false))
                {
                    foreach (var response in responses(server.Requests.Current))
                    {
                        await server.WriteAsync(response).ConfigureAwait(false);
                    }
                }
            },
            "RespondsToEach(…)");
    }

    /// <inheritdoc cref="ServerStreamingRpcMock{TRequest,TResponse}.Streams(TResponse[])"/>
    public void Streams(params TResponse[] messages) => Streams(script => script.Messages(messages));

    /// <summary>Calls get a scripted stream, whatever the client sends.</summary>
    /// <param name="script">Writes the script; it runs once, now.</param>
    public void Streams(Action<StreamScript<TResponse>> script) =>
        Add(StreamScript<TResponse>.Compile<TRequest>(script), "Streams(…)");

    /// <summary>Calls are served by a service method, for example that of a real service class.</summary>
    /// <param name="method">The method. It begins on the caller's thread.</param>
    public void Handles(DuplexStreamingServerMethod<TRequest, TResponse> method)
    {
        ArgumentNullException.ThrowIfNull(method);
        Add(server => method(server.Requests, server.Responses, server.Context), "Handles(…)");
    }

    internal override AsyncDuplexStreamingCall<TRequest, TResponse> Duplex(Method<TRequest, TResponse> method, string? host, in CallOptions options)
    {
        var live = StartLive(method, host, options, null, takesRequest: false);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(live.RequestStream!, live.ResponseStream!, CallCallbacks.Headers, CallCallbacks.Status, CallCallbacks.Trailers, CallCallbacks.Dispose, live.Record);
    }
}
