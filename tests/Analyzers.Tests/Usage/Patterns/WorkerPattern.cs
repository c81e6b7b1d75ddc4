// Worker: a background service that is a client of another service as long as its host runs.
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.WorkerStyle;

public sealed class CountingWorker(Greeter.GreeterClient client, ILogger<CountingWorker> logger) : BackgroundService
{
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var call = client.CollectHellos(cancellationToken: stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await call.RequestStream.WriteAsync(new HelloRequest { Name = "worker" }, stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
        catch (RpcException exception)
        {
            _failures++;
            logger.LogWarning(exception, "The stream ended early, {Failures} times so far", _failures);
        }

        await call.RequestStream.CompleteAsync();
        logger.LogInformation("Answer: {Answer}", (await call).Message);
    }
}

public static class WorkerHost
{
    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<CountingWorker>();
        builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = builder.Configuration.GetValue<Uri>("Greeter"));
        await builder.Build().RunAsync();
    }
}
