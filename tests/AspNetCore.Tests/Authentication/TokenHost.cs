// A server that only authenticated callers may use, counts how often it validates a token and remembers accepted ones.
using System.Security.Claims;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcSdk.AspNetCore.Tests.Authentication;

internal sealed class TokenHost : IAsyncDisposable, IOptionsChangeTokenSource<JwtBearerOptions>
{
    private readonly SymmetricSecurityKey _signing = new("a key of the tests that is long enough"u8.ToArray());
    private SecurityKey _accepted;
    private CancellationTokenSource _change = new();
    private int _validations;

    private TokenHost() => _accepted = _signing;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public ProbeHost Server { get; private set; } = null!;

    /// <summary>How often a token was validated.</summary>
    public int Validations => _validations;

    string IOptionsChangeTokenSource<JwtBearerOptions>.Name => JwtBearerDefaults.AuthenticationScheme;

    public static async Task<TokenHost> StartAsync(
        Action<GrpcTokenCacheOptions>? cache = null,
        Action<IServiceCollection>? services = null,
        Action<JwtBearerOptions>? jwt = null,
        string scheme = JwtBearerDefaults.AuthenticationScheme)
    {
        var host = new TokenHost();
        host.Server = await ProbeHost.StartAsync(
            collection =>
            {
                collection.AddSingleton<TimeProvider>(host.Time);
                collection.AddSingleton<IOptionsChangeTokenSource<JwtBearerOptions>>(host);
                collection.AddAuthorization();
                collection.AddAuthentication(scheme).AddJwtBearer(options =>
                {
                    options.MapInboundClaims = false;
                    options.TokenValidationParameters = host.Parameters();
                    jwt?.Invoke(options);
                }).AddGrpcTokenCache<JwtBearerOptions>(configure: cache);
                services?.Invoke(collection);
            },
            map: app => app.MapGrpcSdkServices().RequireAuthorization());
        return host;
    }

    public string Token(string subject = "ada", DateTime? expires = null, string audience = "probe") =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "tests",
            Audience = audience,
            Expires = expires ?? DateTime.UtcNow.AddHours(1),
            Subject = new ClaimsIdentity([new Claim("sub", subject)]),
            SigningCredentials = new SigningCredentials(_signing, SecurityAlgorithms.HmacSha256),
        });

    public async Task<CallResult> CallAsync(string token, MethodType kind = MethodType.Unary) =>
        await Server.Client.CallAsync(kind, options: new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }));

    /// <summary>Withdraws the key that the tokens are signed with, as a change of the configuration does.</summary>
    public void WithdrawKey()
    {
        _accepted = new SymmetricSecurityKey("another key of the tests, long enough too"u8.ToArray());
        Interlocked.Exchange(ref _change, new CancellationTokenSource()).Cancel();
    }

    IChangeToken IOptionsChangeTokenSource<JwtBearerOptions>.GetChangeToken() => new CancellationChangeToken(_change.Token);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _change.Dispose();
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = "tests",
        IssuerSigningKey = _accepted,
        AudienceValidator = (audiences, _, _) =>
        {
            Interlocked.Increment(ref _validations);
            return audiences.Contains("probe");
        },
        LifetimeValidator = (_, expires, _, _) => expires > Time.GetUtcNow(),
    };
}
