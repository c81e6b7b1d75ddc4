using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore.Tests.Telemetry;

// Every interceptor and every middleware at once, none of which minds the calls: each outcome is what it was without them.
public class FullChainOutcomeTests : CallOutcomeTests
{
    private protected override void AddChain(IServiceCollection services)
    {
        services.AddAuthentication("Everybody").AddScheme<AuthenticationSchemeOptions, Everybody>("Everybody", null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy("own", policy => policy.RequireAssertion(context => context.Resource is ProbeRequest));
        services.AddGrpcRateLimiter(limits => limits.GlobalLimiter = Limiter());
        services.AddGrpcDrain();
        services.Configure<GrpcDeadlineOptions>(deadlines => deadlines.Maximum = TimeSpan.FromMinutes(1));
        services.Configure<GrpcResourceAuthorizationOptions>(resources => resources.Require<ProbeRequest>("own"));
        services.Configure<GrpcMessageLimitOptions>(limits => limits.Limiter = Limiter());
        services.AddGrpcValidator<ProbeRequest>((message, violations) => violations.Require(message.Text == "hello" || message.Text.Length == 0, "text", "must be polite"));
        services
            .AddGrpcSdkInterceptor<ResourceAuthorizationInterceptor>()
            .AddGrpcSdkInterceptor<MessageLimitInterceptor>()
            .AddGrpcSdkInterceptor<ValidationInterceptor>()
            .AddGrpcSdkInterceptor<PayloadLogInterceptor>();
    }

    private static PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetConcurrencyLimiter(GrpcPartition.User(context), _ => new ConcurrencyLimiterOptions { PermitLimit = 1_000 }));

    private sealed class Everybody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada")], Scheme.Name)), Scheme.Name)));
    }
}
