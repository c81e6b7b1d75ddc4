// One request, one response.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of a unary RPC.</summary>
/// <inheritdoc/>
public sealed class UnaryRpcMock<TRequest, TResponse> : RpcMock<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    internal UnaryRpcMock(GrpcMock mock, string name)
        : base(mock, name, null, null)
    {
    }

    private UnaryRpcMock(UnaryRpcMock<TRequest, TResponse> from, CallMatcher<TRequest, TResponse> matcher)
        : base(from.Mock, from.RpcName, from, matcher)
    {
    }

    internal override MethodType Kind => MethodType.Unary;

    /// <summary>Narrows to the calls whose request satisfies a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    public UnaryRpcMock<TRequest, TResponse> When(Func<TRequest, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Narrows to the calls with exactly this request.</summary>
    /// <param name="request">The request; it is copied now.</param>
    public UnaryRpcMock<TRequest, TResponse> When(TRequest request) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, request));

    /// <summary>Narrows to the calls that satisfy a condition on headers, deadline, host or request.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    public UnaryRpcMock<TRequest, TResponse> WhenCall(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        new(this, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Calls get this reply.</summary>
    /// <param name="reply">The reply; it is copied now, and again for each call.</param>
    /// <param name="headers">Response headers.</param>
    /// <param name="trailers">Response trailers.</param>
    /// <param name="delay">How long the server takes, on the mock's clock.</param>
    public void Returns(TResponse reply, Metadata? headers = null, Metadata? trailers = null, TimeSpan delay = default) =>
        Add(RpcOutcome<TResponse>.Reply(reply, headers, trailers, delay), "Returns(…)");

    /// <summary>Calls get the reply that a function makes of the request; an <see cref="RpcException"/> that it throws is their status.</summary>
    /// <param name="reply">The function. It runs on the caller's thread.</param>
    public void Returns(Func<TRequest, TResponse> reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        Add(new FunctionSetup<TRequest, TResponse>(Matcher, "Returns(…)", call => reply(call.Request)));
    }

    /// <summary>Calls get one outcome after the other, the last one for ever: <c>Sequence(StatusCode.Unavailable, new User())</c>.</summary>
    /// <param name="outcomes">Messages, status codes, statuses and <see cref="RpcException"/>s.</param>
    /// <exception cref="ArgumentException">There is no outcome.</exception>
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
    public void Handles(UnaryServerMethod<TRequest, TResponse> method)
    {
        ArgumentNullException.ThrowIfNull(method);
        Add(async server => await server.ReplyAsync(await method(server.Request, server.Context).ConfigureAwait(false)).ConfigureAwait(false), "Handles(…)");
    }

    internal override TResponse BlockingUnary(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request) =>
        Begin(method, host, options, request, out var call) switch
        {
            { Message: { } message } => message.Clone(),
            { } failure => throw failure.ToException(),
            null => call.LiveResponse().GetAwaiter().GetResult(),
        };

    internal override AsyncUnaryCall<TResponse> Unary(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request)
    {
        var response = Begin(method, host, options, request, out var call)?.ResponseTask() ?? call.LiveResponse();
        return new AsyncUnaryCall<TResponse>(response, CallCallbacks.Headers, CallCallbacks.Status, CallCallbacks.Trailers, CallCallbacks.Dispose, call);
    }
}
