// One transport for several mocks: for code that makes many clients from one.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// The transport of several mocks, for code that takes one call invoker and makes the clients of several services from
/// it. Each call goes to the mock of its service. For code that takes a channel, see <see cref="GrpcMock.ToHttpHandler"/>.
/// </summary>
public static class GrpcMockInvoker
{
    /// <summary>Joins mocks.</summary>
    /// <param name="mocks">One mock per service.</param>
    /// <returns>The transport of all of them.</returns>
    /// <exception cref="ArgumentNullException">There are no mocks, or one is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">Two mocks are of one service.</exception>
    /// <exception cref="InvalidOperationException">A client has no descriptor, so that its mock does not know its service's name.</exception>
    public static CallInvoker Of(params GrpcMock[] mocks)
    {
        ArgumentNullException.ThrowIfNull(mocks);
        var byService = new Dictionary<string, MockCallInvoker>(StringComparer.Ordinal);
        foreach (var mock in mocks)
        {
            ArgumentNullException.ThrowIfNull(mock, nameof(mocks));
            if (!byService.TryAdd(mock.Service, mock.Invoker))
            {
                throw new ArgumentException($"Two mocks are of the service {mock.Service}: no call could be told which of them answers it.", nameof(mocks));
            }
        }

        return new ByService(byService);
    }

    private sealed class ByService(Dictionary<string, MockCallInvoker> mocks) : CallInvoker
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Of(method).BlockingUnaryCall(method, host, options, request);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Of(method).AsyncUnaryCall(method, host, options, request);

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            Of(method).AsyncServerStreamingCall(method, host, options, request);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            Of(method).AsyncClientStreamingCall(method, host, options);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            Of(method).AsyncDuplexStreamingCall(method, host, options);

        private MockCallInvoker Of(IMethod method) => mocks.TryGetValue(method.ServiceName, out var mock)
            ? mock
            : throw new GrpcMockException($"None of the mocks is of the service {method.ServiceName}, whose {method.Name} was called: there are {string.Join(", ", mocks.Keys.Order(StringComparer.Ordinal))}.");
    }
}
