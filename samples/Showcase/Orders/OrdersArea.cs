// What the orders need in the container: among others the clients of the services that they call.

using Acme.Inventory.V1;
using Acme.Users.V1;
using GrpcSdk;
using GrpcSdk.Client;
using Showcase.Observability;

[assembly: GrpcClient<InventoryService.InventoryServiceClient>]
[assembly: GrpcClient<UserService.UserServiceClient>]

namespace Showcase.Orders;

internal static class OrdersArea
{
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureAll<GrpcClientOptions>(Retry);
        services.AddGrpcSdkClients(configuration);
        return services.AddSingleton<OrderBook>();
    }

    // What is UNAVAILABLE now may be available soon: three more attempts, within the deadline of the call. The
    // configuration may say otherwise.
    private static void Retry(GrpcClientOptions client)
    {
        client.Retry.MaxAttempts = 4;
        client.Retry.MaxBackoff = TimeSpan.FromSeconds(1);
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
