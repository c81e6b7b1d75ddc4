// The seam: the transport below the real client class.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// The transport of a mock. A client made with it (<c>new GreeterClient(mock.Invoker)</c>) is the real client:
/// overloads, interceptors (<c>mock.Invoker.Intercept(…)</c>) and <c>WithHost</c> behave as in production.
/// </summary>
public sealed class MockCallInvoker : CallInvoker
{
    private readonly GrpcMock _mock;

    internal MockCallInvoker(GrpcMock mock) => _mock = mock;

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Rpc(method).BlockingUnary(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Rpc(method).Unary(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Rpc(method).ServerStreaming(method, host, options, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Rpc(method).ClientStreaming(method, host, options);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Rpc(method).Duplex(method, host, options);

    // By name: the Method objects are private to the stubs.
    private RpcDispatcher<TRequest, TResponse> Rpc<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _mock.RpcNamed(method.Name) as RpcDispatcher<TRequest, TResponse> ?? throw NoSuchRpc(method);

    private GrpcMockException NoSuchRpc<TRequest, TResponse>(Method<TRequest, TResponse> method) => new(
        $"The mock {_mock.GetType().Name} has no RPC {method.FullName} with these messages. " +
        "It was given to the client of another service, or it was generated from another version of the proto file.");
}
