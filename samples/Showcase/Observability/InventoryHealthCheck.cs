// Health of the service that orders depend on, as its own host reports it.

using Acme.Inventory.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Showcase.Observability;

internal sealed class InventoryHealthCheck(GrpcClientFactory clients, IConfiguration configuration) : IHealthCheck
{
    /// <summary>The client of the health service on the inventory's host.</summary>
    public const string ClientName = "InventoryHealth";

    /// <summary>Where the inventory's host is.</summary>
    public const string AddressSetting = $"GrpcClients:{ClientName}:Address";

    private static readonly HealthCheckRequest Request = new() { Service = InventoryService.Descriptor.FullName };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The address is this host's own unless somebody says otherwise, and the first check may come before it has one.
        if (configuration[AddressSetting] is null)
        {
            return HealthCheckResult.Healthy("The host is starting: nobody can ask for it yet.");
        }

        try
        {
            var client = clients.CreateClient<Health.HealthClient>(ClientName);
            var response = await client.CheckAsync(Request, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken);
            return response.Status == HealthCheckResponse.Types.ServingStatus.Serving
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(context.Registration.FailureStatus, $"It says {response.Status}.");
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"It does not answer: {exception.StatusCode}.", exception);
        }
    }
}
