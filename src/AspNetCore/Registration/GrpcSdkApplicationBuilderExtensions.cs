using System.Diagnostics.Metrics;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Installs the middleware around gRPC calls.</summary>
public static class GrpcSdkApplicationBuilderExtensions
{
    /// <summary>
    /// Installs, in the one right order: telemetry, deadlines, and what the application added of drain, limits by address,
    /// authentication, authorization and rate limiting.
    /// Calls that are no gRPC calls pass through telemetry untouched.
    /// </summary>
    /// <param name="app">The application. When it is no <c>WebApplication</c>, call this after <c>UseRouting</c>.</param>
    /// <exception cref="InvalidOperationException">The services of <c>AddGrpcSdkServices</c> are missing.</exception>
    public static IApplicationBuilder UseGrpcSdk(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<GrpcCallMetrics>() is null)
        {
            throw new InvalidOperationException("UseGrpcSdk needs the services of AddGrpcSdkServices (or AddGrpcSdk). Call it before the application is built.");
        }

        app.UseMiddleware<GrpcTelemetryMiddleware>();
        app.UseMiddleware<GrpcDeadlineMiddleware>();
        if (Has<GrpcDrain>(app))
        {
            app.UseMiddleware<GrpcDrainMiddleware>();
        }

        if (app.ApplicationServices.GetService<GrpcAddressLimiter>() is { } early)
        {
            app.Use(next => new LimitedCalls(early.Limiter, next).InvokeAsync);
        }

        if (Has<IAuthenticationSchemeProvider>(app))
        {
            app.UseAuthenticationWithTokenCache(authorize: Has<IAuthorizationHandlerProvider>(app));
        }
        else if (Has<IAuthorizationHandlerProvider>(app))
        {
            app.UseAuthorization();
        }

        if (Has<GrpcRateLimiterMarker>(app))
        {
            UseRateLimiter(app);
        }

        return app;
    }

    private static void UseRateLimiter(IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var ordinary = new CapturedMiddleware(app);
        ordinary.UseRateLimiter();
        app.Use(next => new RateLimitedCalls(
            services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter,
            services.GetRequiredService<IMeterFactory>(),
            ordinary.Before(next),
            next).InvokeAsync);
    }

    private static bool Has<TService>(IApplicationBuilder app) =>
        app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(TService)) is true;
}
