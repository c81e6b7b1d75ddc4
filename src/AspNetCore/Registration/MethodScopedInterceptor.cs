using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// One position of a service's list that is not meant for all of its methods. It reads the plan of the called method
/// from the endpoint and either hands over to the interceptor or goes straight on.
/// </summary>
internal sealed class MethodScopedInterceptor<TInterceptor>(int slot) : Interceptor
    where TInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation) =>
        Find(context) is { } interceptor
            ? interceptor.UnaryServerHandler(request, context, continuation)
            : continuation(request, context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        Find(context) is { } interceptor
            ? interceptor.ClientStreamingServerHandler(requestStream, context, continuation)
            : continuation(requestStream, context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Find(context) is { } interceptor
            ? interceptor.ServerStreamingServerHandler(request, responseStream, context, continuation)
            : continuation(request, responseStream, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Find(context) is { } interceptor
            ? interceptor.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation)
            : continuation(requestStream, responseStream, context);

    private TInterceptor? Find(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var plan = http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodPlan>();

        // Without a plan the service was mapped by hand: running the interceptor is the safe reading.
        return plan is null || plan.Runs(slot) ? http.RequestServices.GetRequiredService<TInterceptor>() : null;
    }
}

/// <summary>Keeps one <see cref="MethodScopedInterceptor{TInterceptor}"/> per position instead of building one per call.</summary>
internal sealed class MethodScopedInterceptorActivator<TInterceptor> : IGrpcInterceptorActivator<MethodScopedInterceptor<TInterceptor>>
    where TInterceptor : Interceptor
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, MethodScopedInterceptor<TInterceptor>> _bySlot = new();

    public GrpcActivatorHandle<Interceptor> Create(IServiceProvider serviceProvider, InterceptorRegistration interceptorRegistration)
    {
        var slot = (int)interceptorRegistration.Arguments[0];
        var interceptor = _bySlot.GetOrAdd(slot, static slot => new MethodScopedInterceptor<TInterceptor>(slot));
        return new GrpcActivatorHandle<Interceptor>(interceptor, created: false, state: null);
    }

    public ValueTask ReleaseAsync(GrpcActivatorHandle<Interceptor> interceptor) => ValueTask.CompletedTask;
}
