using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Old.Greeter;

public static class Registration
{
    public static IServiceCollection AddGreeter(this IServiceCollection services)
    {
        services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri("https://greeter:5001"));
        return services;
    }

    public static async Task<string> GreetAsync(Greeter.GreeterClient client, string name, CancellationToken cancellationToken)
    {
        var reply = await client.SayHelloAsync(new HelloRequest { Name = name }, cancellationToken: cancellationToken);
        return reply.Message;
    }
}
