// The servers that are compared. Every one listens on a free loopback port.
using System.Security.Claims;
using System.Threading.RateLimiting;
using Grpc.AspNetCore.Server;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcSdk.Bench.Server;

internal static class Servers
{
    private static readonly SymmetricSecurityKey Key = new("a key of the benchmark that is long enough"u8.ToArray());

    /// <summary>A token that the servers accept.</summary>
    public static string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "bench",
        Audience = "bench",
        Expires = DateTime.UtcNow.AddHours(2),
        Subject = new ClaimsIdentity([new Claim("sub", "ada")]),
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>Nothing around the service.</summary>
    public static Task<WebApplication> StartBareAsync() => StartAsync(
        services => services.AddGrpc(),
        app => app.MapGrpcService<BareApi>());

    /// <summary>ASP.NET Core's own JWT authentication, authorization and rate limiter.</summary>
    public static Task<WebApplication> StartStockAsync() => StartAsync(
        services =>
        {
            services.AddGrpc();
            AddAuthentication(services);
            services.AddRateLimiter(Limit);
        },
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseRateLimiter();
            app.MapGrpcService<BareApi>().RequireAuthorization();
        });

    /// <summary>The full chain, every token validated on every call.</summary>
    public static Task<WebApplication> StartValidatingAsync() => StartGeneratedAsync(remember: false);

    /// <summary>The full chain: telemetry, deadline, authentication, authorization, rate limit, recovery, validation.</summary>
    public static Task<WebApplication> StartFullAsync() => StartGeneratedAsync(remember: true);

    /// <summary>The full chain without generated code, as one would write it.</summary>
    public static Task<WebApplication> StartHandWrittenAsync() => StartAsync(
        services =>
        {
            services.AddSingleton<RecoveryInterceptor>();
            services.AddSingleton<ValidationInterceptor>();
            services.AddGrpcSdk().AddServiceOptions<BareApi>(options =>
            {
                options.Interceptors.Add<RecoveryInterceptor>();
                options.Interceptors.Add<ValidationInterceptor>();
            });
            AddChain(services).AddGrpcTokenCache<JwtBearerOptions>();
        },
        app =>
        {
            app.UseGrpcSdk();
            app.MapGrpcService<BareApi>().RequireAuthorization();
        });

    private static Task<WebApplication> StartGeneratedAsync(bool remember) => StartAsync(
        services =>
        {
            services.AddGrpcSdkServices();
            var authentication = AddChain(services);
            if (remember)
            {
                authentication.AddGrpcTokenCache<JwtBearerOptions>();
            }
        },
        app =>
        {
            app.UseGrpcSdk();
            app.MapGrpcSdkServices();
        });

    private static AuthenticationBuilder AddChain(IServiceCollection services)
    {
        services.AddGrpcRateLimiter(Limit);
        services.AddGrpcValidator<EchoRequest>((message, violations) => violations.Require(message.Text.Length > 0, "text", "must not be empty"));
        services.Configure<GrpcDeadlineOptions>(deadlines => deadlines.Default = TimeSpan.FromHours(2));
        return AddAuthentication(services);
    }

    private static AuthenticationBuilder AddAuthentication(IServiceCollection services)
    {
        services.AddAuthorization();
        return services.AddAuthentication("Bearer").AddJwtBearer(jwt => jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = "bench",
            ValidAudience = "bench",
            IssuerSigningKey = Key,
        });
    }

    private static void Limit(RateLimiterOptions limits) =>
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetFixedWindowLimiter(GrpcPartition.User(context), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = int.MaxValue,
                Window = TimeSpan.FromHours(1),
            }));

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
