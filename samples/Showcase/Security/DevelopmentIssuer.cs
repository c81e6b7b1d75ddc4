// Gives everybody who asks a token with the role of their choice: that is what development needs, and why it is refused
// everywhere else.

using GrpcSdk.Client;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Showcase.Data;
using Showcase.Hosting;

namespace Showcase.Security;

internal sealed class DevelopmentIssuer
{
    /// <summary>Where tokens are asked for: a form with <c>client_id</c> and <c>scope</c>, as of RFC 6749, section 4.4.</summary>
    public const string Path = "/development/token";

    /// <summary>The setting that asks for the issuer; on in Development.</summary>
    public const string Setting = "DevelopmentIssuer";

    private const string Issuer = "showcase-development";
    private const string Audience = "showcase";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly SymmetricSecurityKey _key;

    public DevelopmentIssuer(IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
    {
        // Replicas share the database, so a token of one is good for the others.
        using var db = databases.CreateDbContext();
        (_key, _time) = (new SymmetricSecurityKey(SharedSecret.Get(db, "development-issuer")), time);
    }

    /// <summary>Whether a host has the issuer.</summary>
    /// <exception cref="HostRefusedException">It is asked for outside of Development.</exception>
    public static bool IsOn(IConfiguration configuration, IHostEnvironment environment)
    {
        var wanted = configuration.GetValue<bool?>(Setting) ?? environment.IsDevelopment();
        return !wanted || environment.IsDevelopment()
            ? wanted
            : throw new HostRefusedException(
                $"{Setting} is refused in {environment.EnvironmentName}: it gives everybody every role. Name a real issuer in Authentication:Schemes:Bearer, or set the environment to Development.");
    }

    /// <summary>Issues a token.</summary>
    /// <param name="subject">Who the caller is.</param>
    /// <param name="role">What the caller may do; empty for nothing special.</param>
    /// <param name="lifetime">How long it is valid; an hour when null.</param>
    public AccessToken Issue(string subject, string role = "", TimeSpan? lifetime = null)
    {
        var now = _time.GetUtcNow();
        var expires = now + (lifetime ?? Lifetime);
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            NotBefore = (expires < now ? expires - Lifetime : now).UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = subject, [SecurityArea.RoleClaim] = role },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return new AccessToken(token, expires);
    }

    /// <summary>Makes a host accept the tokens.</summary>
    public void Trust(JwtBearerOptions options)
    {
        options.TokenValidationParameters.ValidIssuer = Issuer;
        options.TokenValidationParameters.ValidAudience = Audience;
        options.TokenValidationParameters.IssuerSigningKey = _key;
    }

    /// <summary>Answers a request for a token.</summary>
    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
        if (form["client_id"].ToString() is not { Length: > 0 } subject)
        {
            return Results.Json(new { error = "invalid_request", error_description = "client_id is missing." }, statusCode: StatusCodes.Status400BadRequest);
        }

        var token = Issue(subject, form["scope"].ToString());
        return Results.Json(new { access_token = token.Value, token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds });
    }
}
