using System.Threading.RateLimiting;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
                ? new ValueTask(GrpcRateLimit.RejectAsync(rejected.HttpContext, rejected.Lease))
                : other?.Invoke(rejected, cancellationToken) ?? ValueTask.CompletedTask;
        });
    }

    /// <summary>
    /// Limits gRPC calls before their caller is known: <c>UseGrpcSdk</c> installs it before authentication, so that refused
    /// tokens count too, which the limiter of <see cref="AddGrpcRateLimiter"/> never sees. Callers behind one address share
    /// its limit; leave them room, and limit users there.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="limiter">The limiter; its key is usually <see cref="GrpcPartition.Address"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddGrpcAddressLimiter(this IServiceCollection services, PartitionedRateLimiter<HttpContext> limiter)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(limiter);
        return services.AddSingleton(new GrpcAddressLimiter(limiter));
    }
}

/// <summary>Says that <c>AddGrpcRateLimiter</c> was called.</summary>
internal sealed class GrpcRateLimiterMarker;

/// <summary>What <c>AddGrpcAddressLimiter</c> was given.</summary>
internal sealed record GrpcAddressLimiter(PartitionedRateLimiter<HttpContext> Limiter);
