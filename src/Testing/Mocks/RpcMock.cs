// What mocks of all four kinds of RPC have in common, whatever their messages.
using System.ComponentModel;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of one RPC.</summary>
public abstract class RpcMock
{
    // Fields where other code has properties: a test process makes few calls, and for its first one every getter that
    // is touched is compiled.
    internal readonly GrpcMock Mock;
    internal readonly string RpcName;
    internal RpcMock? Older;

    private protected RpcMock(GrpcMock mock, string name)
    {
        Mock = mock;
        RpcName = name;
    }

    /// <summary>The RPC's name in the proto file.</summary>
    public string Name => RpcName;

    /// <summary>The name on the wire, <c>/package.Service/Rpc</c>.</summary>
    internal string FullName => $"/{Mock.Service}/{Name}";

    internal abstract MethodType Kind { get; }

    /// <summary>Whether a call has nothing but its request.</summary>
    private protected static bool IsPlain(string? host, in CallOptions options) =>
        host is null
        && options.Headers is null
        && options.Deadline is null
        && !options.CancellationToken.CanBeCanceled
        && options.Credentials is null
        && !options.IsWaitForReady;

    /// <summary>Setups that no call has used, in words.</summary>
    internal abstract IEnumerable<string> UnusedSetups();

    internal abstract void ClearSetups();

    /// <summary>Answers a call that arrives as an HTTP request.</summary>
    internal abstract Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CallDetails details, CancellationToken cancellationToken);
}

/// <summary>
/// The entrance for calls. <see cref="CallInvoker"/> promises no more of messages than that they are classes,
/// so this does not either; <see cref="RpcMock{TRequest,TResponse}"/> knows that they are protobuf.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RpcDispatcher<TRequest, TResponse> : RpcMock
    where TRequest : class
    where TResponse : class
{
    private protected RpcDispatcher(GrpcMock mock, string name)
        : base(mock, name)
    {
    }

    internal virtual TResponse BlockingUnary(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request) => throw WrongKind(method);

    internal virtual AsyncUnaryCall<TResponse> Unary(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request) => throw WrongKind(method);

    internal virtual AsyncServerStreamingCall<TResponse> ServerStreaming(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest request) => throw WrongKind(method);

    internal virtual AsyncClientStreamingCall<TRequest, TResponse> ClientStreaming(Method<TRequest, TResponse> method, string? host, in CallOptions options) => throw WrongKind(method);

    internal virtual AsyncDuplexStreamingCall<TRequest, TResponse> Duplex(Method<TRequest, TResponse> method, string? host, in CallOptions options) => throw WrongKind(method);

    private GrpcMockException WrongKind(Method<TRequest, TResponse> method) => new(
        $"{method.FullName} was called as {method.Type}, but its mock is for {Kind}. Build the test project again, so that client and mock come from one proto file.");
}
