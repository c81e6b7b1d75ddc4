// Vigor: a server that says how it is, and a client that watches it.
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.VigorStyle;

public static class VigorHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks().AddCheck("sample", () => HealthCheckResult.Healthy());
        builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Delay = TimeSpan.Zero);

        var app = builder.Build();
        app.MapGrpcHealthChecksService();
        return app;
    }
}

public static class VigorClient
{
    public static async Task<HealthCheckResponse.Types.ServingStatus> CheckAsync(Health.HealthClient client)
    {
        var reply = await client.CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(3));
        return reply.Status;
    }

    public static async Task WatchAsync(Health.HealthClient client, CancellationToken cancellationToken)
    {
        using var call = client.Watch(new HealthCheckRequest { Service = "sample" }, cancellationToken: cancellationToken);
        var watching = Task.Run(async () =>
        {
            try
            {
                await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    Console.WriteLine($"Service is {message.Status}");
                }
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Cancelled or StatusCode.Unavailable)
            {
                Console.WriteLine("Watching has ended.");
            }
        }, cancellationToken);
        await Console.In.ReadLineAsync(cancellationToken);
        call.Dispose();
        await watching;
    }
}
