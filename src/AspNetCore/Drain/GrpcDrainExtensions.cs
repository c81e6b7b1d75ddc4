using GrpcSdk.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Graceful shutdown.</summary>
public static class GrpcDrainExtensions
{
    /// <summary>
    /// Empties the server before it stops. <c>UseGrpcSdk</c> does the rest; put <see cref="RecoveryInterceptor"/> around
    /// services with streams so that their callers get UNAVAILABLE. A health check named <c>grpc_drain</c> is added.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">The settings.</param>
    public static IServiceCollection AddGrpcDrain(this IServiceCollection services, Action<GrpcDrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(GrpcDrain)))
        {
            return services;
        }

        services.AddSingleton<GrpcDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<GrpcDrain>());
        services.AddHealthChecks().AddCheck<GrpcDrainHealthCheck>("grpc_drain");
        return services;
    }
}
