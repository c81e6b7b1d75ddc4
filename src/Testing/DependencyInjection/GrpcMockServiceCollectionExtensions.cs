// Mocks in an application's container: only the transport is replaced, the application's own interceptors stay.
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Testing;

/// <summary>Puts mocks into a service collection.</summary>
public static class GrpcMockServiceCollectionExtensions
{
    private static readonly Uri NoAddress = new("https://localhost");

    /// <summary>
    /// Lets every client of the mock's service that <c>AddGrpcClient</c> makes end at the mock. The application's client
    /// interceptors, call options and call credentials run before it, as in production. Clients of other services keep
    /// their transport. Call it after the application's registrations, for example in <c>ConfigureTestServices</c>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="mock">The mock.</param>
    /// <exception cref="InvalidOperationException">The application has no such client from the client factory.</exception>
    public static IServiceCollection ReplaceGrpcTransport<TClient>(this IServiceCollection services, GrpcMock<TClient> mock)
        where TClient : ClientBase
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(mock);
        if (!services.Any(s => s.ServiceType == typeof(GrpcClientFactory)))
        {
            throw new InvalidOperationException(
                $"There is no gRPC client factory in the services, so no transport to replace: call ReplaceGrpcTransport after AddGrpcClient<{typeof(TClient).Name}>, or register mock.Client itself.");
        }

        // Channel scope, added last: below every interceptor of the application, right above the wire.
        return services.PostConfigureAll<GrpcClientFactoryOptions>(options =>
        {
            options.Address ??= NoAddress;
            options.InterceptorRegistrations.Add(new InterceptorRegistration(InterceptorScope.Channel, _ => new MockTransport(mock)));
        });
    }

    /// <summary>Ends the calls of one service at its mock.</summary>
    private sealed class MockTransport(GrpcMock mock) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
            IsOurs(context.Method) ? mock.Invoker.BlockingUnaryCall(context.Method, context.Host, context.Options, request) : continuation(request, context);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            IsOurs(context.Method) ? mock.Invoker.AsyncUnaryCall(context.Method, context.Host, context.Options, request) : continuation(request, context);

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            IsOurs(context.Method) ? mock.Invoker.AsyncServerStreamingCall(context.Method, context.Host, context.Options, request) : continuation(request, context);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
            IsOurs(context.Method) ? mock.Invoker.AsyncClientStreamingCall(context.Method, context.Host, context.Options) : continuation(context);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
            IsOurs(context.Method) ? mock.Invoker.AsyncDuplexStreamingCall(context.Method, context.Host, context.Options) : continuation(context);

        private bool IsOurs(IMethod method) => method.ServiceName == mock.Service;
    }
}
