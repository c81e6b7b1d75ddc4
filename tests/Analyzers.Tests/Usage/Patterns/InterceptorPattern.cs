// Interceptor: logging and error mapping on both sides, for every kind of call.
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.InterceptorStyle;

public sealed class ServerLogger(ILogger<ServerLogger> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = logger.BeginScope(context.Method);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            logger.LogError(exception, "{Method} failed", context.Method);
            throw new RpcException(new Status(StatusCode.Internal, "Internal error.", exception));
        }
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Log(MethodType.ClientStreaming, context);
        return base.ClientStreamingServerHandler(requestStream, context, continuation);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Log(MethodType.ServerStreaming, context);
        return base.ServerStreamingServerHandler(request, responseStream, context, continuation);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Log(MethodType.DuplexStreaming, context);
        return base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation);
    }

    private void Log(MethodType type, ServerCallContext context) => logger.LogInformation("{Type} {Method}", type, context.Method);
}

public sealed class ClientLogger(ILogger<ClientLogger> logger) : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        try
        {
            return continuation(request, WithCaller(context));
        }
        catch (RpcException exception)
        {
            logger.LogError(exception, "{Method} failed", context.Method.Name);
            throw;
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, WithCaller(context));
        return new AsyncUnaryCall<TResponse>(LogAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithCaller(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, WithCaller(context));
        return new AsyncServerStreamingCall<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithCaller(context));

    private async Task<TResponse> LogAsync<TResponse>(Task<TResponse> response)
    {
        try
        {
            return await response;
        }
        catch (RpcException exception)
        {
            logger.LogError(exception, "The call failed");
            throw;
        }
    }

    private static ClientInterceptorContext<TRequest, TResponse> WithCaller<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var headers = context.Options.Headers ?? [];
        headers.Add("caller-user", "me");
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}

/// <summary>An interceptor of streams alone, on purpose.</summary>
public sealed class StreamLimit(SemaphoreSlim slots) : Interceptor
{
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await slots.WaitAsync(context.CancellationToken);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        finally
        {
            slots.Release();
        }
    }
}

public static class Registration
{
    public static void Add(IServiceCollection services, Uri address)
    {
        services.AddScoped<Caller>();
        services.AddGrpc(options => options.Interceptors.Add<ServerLogger>());
        services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = address)
            .AddInterceptor<ClientLogger>()
            .AddInterceptor<CallerInterceptor>(InterceptorScope.Client);
    }

    public static Greeter.GreeterClient Make(GrpcChannel channel, ILogger<ClientLogger> logger)
    {
        var invoker = channel.Intercept(new ClientLogger(logger));
        return new Greeter.GreeterClient(invoker);
    }
}

public sealed class Caller;

public sealed class CallerInterceptor(Caller caller) : Interceptor
{
    public Caller Caller => caller;
}
