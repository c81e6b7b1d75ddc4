// What mocks of all four kinds of RPC have in common, whatever their messages.
using System.ComponentModel;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The mock of one RPC.</summary>
public abstract class RpcMock
{
    private protected RpcMock(GrpcMock mock, string name)
    {
        Mock = mock;
        Name = name;
    }

    /// <summary>The RPC's name in the proto file.</summary>
    public string Name { get; }

    internal GrpcMock Mock { get; }

    /// <summary>The name on the wire, <c>/package.Service/Rpc</c>.</summary>
    internal string FullName => $"/{Mock.Service}/{Name}";

    internal abstract MethodType Kind { get; }

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

    internal virtual TResponse BlockingUnary(in CallStart<TRequest, TResponse> start, TRequest request) => throw WrongKind(start);

    internal virtual AsyncUnaryCall<TResponse> Unary(in CallStart<TRequest, TResponse> start, TRequest request) => throw WrongKind(start);

    internal virtual AsyncServerStreamingCall<TResponse> ServerStreaming(in CallStart<TRequest, TResponse> start, TRequest request) => throw WrongKind(start);

    internal virtual AsyncClientStreamingCall<TRequest, TResponse> ClientStreaming(in CallStart<TRequest, TResponse> start) => throw WrongKind(start);

    internal virtual AsyncDuplexStreamingCall<TRequest, TResponse> Duplex(in CallStart<TRequest, TResponse> start) => throw WrongKind(start);

    private GrpcMockException WrongKind(in CallStart<TRequest, TResponse> start) => new(
        $"{start.Method.FullName} was called as {start.Method.Type}, but its mock is for {Kind}. Build the test project again, so that client and mock come from one proto file.");
}
