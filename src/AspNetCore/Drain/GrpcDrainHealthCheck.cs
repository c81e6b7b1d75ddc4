using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GrpcSdk.AspNetCore;

/// <summary>Unhealthy, that is NOT_SERVING, as soon as the host stops.</summary>
internal sealed class GrpcDrainHealthCheck(GrpcDrain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.IsDraining ? HealthCheckResult.Unhealthy("The server is stopping.") : HealthCheckResult.Healthy());
}
