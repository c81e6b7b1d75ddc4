using Gateway.Greeting;
using Grpc.Core;
using Grpc.Core.Interceptors;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<TokenInterceptor>();
builder.Services.AddGrpc(options => options.Interceptors.Add<LoggingInterceptor>());
builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri("https://greeter:5001")).AddInterceptor<TokenInterceptor>();
var app = builder.Build();
app.MapGrpcService<ForwardingService>();
app.Run();

internal sealed class LoggingInterceptor(ILogger<LoggingInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            logger.LogError(e, "{Method} failed", context.Method);
            throw;
        }
    }
}

internal sealed class TokenInterceptor : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var headers = new Metadata { { "authorization", "Bearer token" } };
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
    }
}

internal sealed class ForwardingService(Greeter.GreeterClient client) : Greeter.GreeterBase
{
    public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) =>
        await client.SayHelloAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken);
}
