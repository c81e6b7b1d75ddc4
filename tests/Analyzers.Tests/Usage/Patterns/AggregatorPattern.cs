// Aggregator: a service that calls others, within its own deadline.
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.AggregatorStyle;

public sealed class AggregatorService(Greeter.GreeterClient greeter, Catalog.CatalogClient catalog) : Greeter.GreeterBase
{
    public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
    {
        try
        {
            var found = catalog.FindAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken).ResponseAsync;
            var greeted = greeter.SayHelloAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken).ResponseAsync;
            await Task.WhenAll(found, greeted);
            return new HelloReply { Message = found.Result.Message + greeted.Result.Message };
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "Try again later.", exception));
        }
    }

    public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        using var call = greeter.ListHellos(request, cancellationToken: context.CancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(message);
        }
    }

    public override async Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context)
    {
        using var call = greeter.CollectHellos(cancellationToken: context.CancellationToken);
        await foreach (var message in requestStream.ReadAllAsync())
        {
            await call.RequestStream.WriteAsync(message);
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}

public static class AggregatorHost
{
    public static void Add(IServiceCollection services, Uri greeter, Uri catalog)
    {
        services.AddGrpc();
        services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = greeter);
        services.AddGrpcClient<Catalog.CatalogClient>(options => options.Address = catalog);
    }
}
