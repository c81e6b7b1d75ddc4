// Retrier: retries and hedging by service config.
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.RetrierStyle;

public static class RetrierClient
{
    public static GrpcChannel Create(Uri address)
    {
        var defaultMethodConfig = new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 5,
                InitialBackoff = TimeSpan.FromSeconds(0.5),
                MaxBackoff = TimeSpan.FromSeconds(0.5),
                BackoffMultiplier = 1,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { defaultMethodConfig } } });
    }

    public static void AddHedged(IServiceCollection services, Uri address) =>
        services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = address).ConfigureChannel(options =>
        {
            options.MaxRetryAttempts = 8;
            options.ServiceConfig = new ServiceConfig
            {
                MethodConfigs =
                {
                    new MethodConfig
                    {
                        Names = { new MethodName { Service = "probe.Greeter", Method = "SayHello" } },
                        HedgingPolicy = new HedgingPolicy { MaxAttempts = 8, HedgingDelay = TimeSpan.FromMilliseconds(200), NonFatalStatusCodes = { StatusCode.Unavailable } },
                    },
                },
            };
        });

    public static async Task<HelloReply?> DeliverAsync(Greeter.GreeterClient client, HelloRequest package)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await client.SayHelloAsync(package, deadline: DateTime.UtcNow.AddSeconds(5));
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
            {
                return null;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && attempt < 3)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
