// Greeter: a unary service, its host and its client.
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.GreeterStyle;

public sealed class GreeterService(ILogger<GreeterService> logger) : Greeter.GreeterBase
{
    public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
    {
        if (request.Name.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A name is required."));
        }

        logger.LogInformation("Sending hello to {Name}", request.Name);
        return Task.FromResult(new HelloReply { Message = "Hello " + request.Name, Lines = { request.Tags } });
    }
}

public static class GreeterHost
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGrpc(options => options.EnableDetailedErrors = builder.Environment.IsDevelopment());

        var app = builder.Build();
        app.MapGrpcService<GreeterService>();
        app.MapGet("/", () => "Use a gRPC client.");
        await app.RunAsync();
    }
}

public static class GreeterClient
{
    public static async Task GreetAsync(IConfiguration configuration)
    {
        using var channel = GrpcChannel.ForAddress(configuration["Greeter"]!);
        var client = new Greeter.GreeterClient(channel);

        var reply = await client.SayHelloAsync(new HelloRequest { Name = "GreeterClient" }, deadline: DateTime.UtcNow.AddSeconds(5));
        Console.WriteLine("Greeting: " + reply.Message);
    }
}
