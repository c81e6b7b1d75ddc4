using System.Diagnostics.CodeAnalysis;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Remembering accepted tokens.</summary>
public static partial class GrpcTokenCacheExtensions
{
    /// <summary>
    /// Remembers accepted tokens of the default authentication scheme, so that their signature is not checked again on
    /// each gRPC call: <c>AddAuthentication().AddJwtBearer(…).AddGrpcTokenCache&lt;JwtBearerOptions&gt;()</c>.
    /// </summary>
    /// <typeparam name="TOptions">The options of the scheme. All is forgotten when they change.</typeparam>
    /// <param name="authentication">The authentication of the application.</param>
    /// <param name="scheme">The scheme, which must look at nothing but the <c>authorization</c> header. Default <c>Bearer</c>.</param>
    /// <param name="configure">The settings.</param>
    /// <remarks>
    /// A token is remembered until it expires, at most for <see cref="GrpcTokenCacheOptions.MaxAge"/>; refused tokens never
    /// are. Nothing is remembered, and a warning is logged at start, when the application takes part in authentication:
    /// events of the scheme (<see cref="GrpcTokenCacheOptions.AllowEvents"/>), forwarding to another scheme, claims transformation. Policies are asked on every call.
    /// Every call gets a copy of the whole identity (actor, bootstrap context, label, claims with their properties); where a
    /// part is of a class of its own that does not copy itself, its token is validated on each call.
    /// Do not use it with tokens that may be used only once (<c>ValidateTokenReplay</c>).
    /// </remarks>
    public static AuthenticationBuilder AddGrpcTokenCache<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this AuthenticationBuilder authentication,
        string scheme = "Bearer",
        Action<GrpcTokenCacheOptions>? configure = null)
        where TOptions : AuthenticationSchemeOptions, new()
    {
        ArgumentNullException.ThrowIfNull(authentication);
        var services = authentication.Services;
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => Create<TOptions>(provider, scheme));
        services.TryAddSingleton(provider => new TokenCacheCheck(
            defaultScheme => TokenCacheConditions.WhyNot(
                services,
                scheme,
                defaultScheme,
                provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(scheme),
                provider.GetRequiredService<IOptions<GrpcTokenCacheOptions>>().Value.AllowEvents),
            () => TokenCacheConditions.SoleJudge(services)));

        // An application's own evaluator stays.
        var evaluator = services.LastOrDefault(service => service.ServiceType == typeof(IPolicyEvaluator));
        if (evaluator is null || evaluator.ImplementationType == typeof(PolicyEvaluator))
        {
            services.Replace(ServiceDescriptor.Singleton<IPolicyEvaluator>(new RememberingPolicyEvaluator(services)));
        }

        return authentication;
    }

    /// <summary>
    /// Installs authentication and authorization so that calls whose token is remembered pass the first, and the second too
    /// where an authenticated caller is all that it asks for.
    /// </summary>
    internal static void UseAuthenticationWithTokenCache(this IApplicationBuilder app, bool authorize)
    {
        var services = app.ApplicationServices;
        var cache = services.GetService<GrpcTokenCache>();
        if (cache is not null && WhyNot(services) is { } reason)
        {
            Off(services.GetRequiredService<ILogger<GrpcTokenCache>>(), cache.Scheme, reason);
            cache = null;
        }

        var (authentication, authorization) = (new CapturedMiddleware(app), new CapturedMiddleware(app));
        authentication.UseAuthentication();
        if (authorize)
        {
            authorization.UseAuthorization();
        }

        app.Use(next =>
        {
            var authorized = authorization.Before(next);
            if (cache is null)
            {
                return authentication.Before(authorized);
            }

            var validated = authentication.Before(context =>
            {
                cache.Remember(context);
                return authorized(context);
            });
            var judge = authorize ? services.GetRequiredService<TokenCacheCheck>().SoleJudge() : null;
            return new RememberedCalls(cache, judge, services.GetService<IAuthorizationPolicyProvider>(), validated, authorized, next).InvokeAsync;
        });
    }

    private static GrpcTokenCache Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IServiceProvider provider, string scheme)
    {
        var cache = new GrpcTokenCache(
            scheme, provider.GetRequiredService<IOptions<GrpcTokenCacheOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GrpcTokenCache>>());
        cache.ForgetWhen(clear => provider.GetRequiredService<IOptionsMonitor<TOptions>>().OnChange((_, changed) =>
        {
            if (changed == scheme)
            {
                clear();
            }
        }));
        return cache;
    }

    private static string? WhyNot(IServiceProvider services)
    {
        // Completed already: the provider keeps the schemes in memory.
        var defaultScheme = services.GetRequiredService<IAuthenticationSchemeProvider>().GetDefaultAuthenticateSchemeAsync().GetAwaiter().GetResult();
        return services.GetRequiredService<TokenCacheCheck>().WhyNot(defaultScheme?.Name);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Accepted tokens of the authentication scheme '{Scheme}' are not remembered, because {Reason}")]
    internal static partial void Off(ILogger logger, string scheme, string reason);
}

/// <summary>What the services of the application say about remembering.</summary>
/// <param name="WhyNot">Finds the reason, if any, why nothing may be remembered; given the default scheme.</param>
/// <param name="SoleJudge">The evaluator that decides about policies, unless the application takes part in that.</param>
internal sealed record TokenCacheCheck(Func<string?, string?> WhyNot, Func<RememberingPolicyEvaluator?> SoleJudge);
