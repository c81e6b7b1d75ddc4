// Who is calling (JWT), what they may do (policies), and how much of it (limits).

using System.Threading.RateLimiting;
using Acme.Chat.V1;
using Grpc.Health.V1;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.RateLimiting;
using Showcase.Hosting;
using Showcase.Observability;

namespace Showcase.Security;

internal static class SecurityArea
{
    public const string RoleClaim = "role";

    /// <summary>Policy of the rate limiter: how many subscriptions a caller may have open at once.</summary>
    public const string Subscriptions = "subscriptions";

    /// <param name="services">The services of the host.</param>
    /// <param name="developmentIssuer">Whether tokens of the <see cref="DevelopmentIssuer"/> are good; else those of Authentication:Schemes:Bearer are.</param>
    /// <param name="limits">How much a caller may do.</param>
    public static IServiceCollection AddSecurity(this IServiceCollection services, bool developmentIssuer, HostLimits limits)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(Configure);
        if (developmentIssuer)
        {
            services.AddSingleton<DevelopmentIssuer>();
            services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<DevelopmentIssuer>((options, issuer) => issuer.Trust(options));
        }

        services.AddAuthorization(Policies.Add);
        services.Configure<GrpcResourceAuthorizationOptions>(options => options.Require<ChatMessage>(Policies.OwnName));
        services.Configure<GrpcMessageLimitOptions>(options => options.Limiter = StreamRate(limits));
        return services.AddGrpcRateLimiter(options =>
        {
            options.GlobalLimiter = Calls(limits);
            AddSubscriptions(options, limits);
        });
    }

    private static void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "sub";
        options.TokenValidationParameters.RoleClaimType = RoleClaim;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(5);
    }

    // Each stream has its own bucket: a person with a fast hand is fine, a flood is not.
    private static PartitionedRateLimiter<HttpContext> StreamRate(HostLimits limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.TraceIdentifier,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.StreamBurst,
                TokensPerPeriod = limits.StreamMessagesPerSecond / 10,
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            }));

    private static PartitionedRateLimiter<HttpContext> Calls(HostLimits limits) =>
        PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => AtOnce(context, GrpcPartition.User(context), limits.CallsPerCaller)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => AtOnce(context, "all", limits.Calls)));

    private static RateLimitPartition<string> AtOnce(HttpContext context, string key, int calls) =>
        IsProbe(context.Request.Path)
            ? RateLimitPartition.GetNoLimiter("probes")
            : RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = calls });

    // Probes and scrapes get through whatever callers do: a busy host is not a dead one.
    private static bool IsProbe(PathString path) =>
        path == $"/{Health.Descriptor.FullName}/Check" || path == TelemetryArea.MetricsPath;

    private static void AddSubscriptions(RateLimiterOptions options, HostLimits limits) =>
        options.AddPolicy(Subscriptions, context => RateLimitPartition.GetConcurrencyLimiter(
            GrpcPartition.User(context),
            _ => new ConcurrencyLimiterOptions { PermitLimit = limits.SubscriptionsPerCaller }));
}
