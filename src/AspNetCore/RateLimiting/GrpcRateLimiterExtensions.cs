using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Rate limiting of calls.</summary>
public static class GrpcRateLimiterExtensions
{
    /// <summary>
    /// Adds ASP.NET Core's rate limiter, which <c>UseGrpcSdk</c> then installs after authorization. A refused gRPC call
    /// gets RESOURCE_EXHAUSTED with <c>RetryInfo</c> and <c>grpc-retry-pushback-ms</c> instead of an HTTP status, which
    /// clients would take for UNAVAILABLE and try again at once. A lease is held until the call, also a stream, ends.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the limiters; <see cref="GrpcPartition"/> has keys. <c>[EnableRateLimiting]</c> chooses a policy per method.</param>
    public static IServiceCollection AddGrpcRateLimiter(this IServiceCollection services, Action<RateLimiterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<GrpcRateLimiterMarker>();
        services.AddRateLimiter(configure);
        return services.PostConfigure<RateLimiterOptions>(options =>
        {
            var other = options.OnRejected;
            options.OnRejected = (rejected, cancellationToken) => GrpcProtocol.IsGrpc(rejected.HttpContext)
                ? RejectAsync(rejected)
                : other?.Invoke(rejected, cancellationToken) ?? ValueTask.CompletedTask;
        });
    }

    private static ValueTask RejectAsync(OnRejectedContext rejected)
    {
        var delay = GrpcRateLimit.RetryDelay(rejected.Lease);
        return new ValueTask(GrpcRejection.WriteAsync(rejected.HttpContext, GrpcRateLimit.Exceeded(delay).ToException(), pushback: delay));
    }
}

/// <summary>Says that <c>AddGrpcRateLimiter</c> was called.</summary>
internal sealed class GrpcRateLimiterMarker;
