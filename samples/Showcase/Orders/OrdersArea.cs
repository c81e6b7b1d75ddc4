// What the orders need in the container: among others the clients of the services that they call.

using Acme.Inventory.V1;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using GrpcSdk;
using Showcase.Observability;

[assembly: GrpcClient<InventoryService.InventoryServiceClient>]
[assembly: GrpcClient<UserService.UserServiceClient>]

namespace Showcase.Orders;

internal static class OrdersArea
{
    // What is UNAVAILABLE now may be available soon: three more attempts, within the deadline of the call.
    private static readonly ServiceConfig Retries = new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 4,
                    InitialBackoff = TimeSpan.FromMilliseconds(100),
                    MaxBackoff = TimeSpan.FromSeconds(1),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };

    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGrpcSdkClients(configuration, (_, client) => client.ConfigureChannel(channel => channel.ServiceConfig = Retries));
        return services.AddSingleton<OrderBook>();
    }

    /// <summary>Tells the clients where the services are: in this host, unless the configuration says otherwise.</summary>
    public static void UseOwnAddress(IConfiguration configuration, Uri address)
    {
        foreach (var client in new[] { nameof(InventoryService), nameof(UserService) })
        {
            configuration[$"GrpcClients:{client}:Address"] ??= address.ToString();
        }

        configuration[InventoryHealthCheck.AddressSetting] ??= configuration[$"GrpcClients:{nameof(InventoryService)}:Address"];
    }
}
