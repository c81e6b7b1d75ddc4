// Users of a test: they are who they say, whatever authentication the application has.
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.Testing;

/// <summary>The users that a test has introduced. A call carries a number for its user, so that any principal arrives as it is.</summary>
internal sealed class TestUsers
{
    private const string Header = "grpcsdk-test-user";
    private const string Scheme = "GrpcTestHost";

    private readonly ConcurrentDictionary<string, ClaimsPrincipal> _users = new(StringComparer.Ordinal);

    public CallInvoker Calling(CallInvoker invoker, ClaimsPrincipal user)
    {
        var number = _users.Count.ToString(CultureInfo.InvariantCulture);
        while (!_users.TryAdd(number, user))
        {
            number = _users.Count.ToString(CultureInfo.InvariantCulture);
        }

        return invoker.Intercept(metadata =>
        {
            metadata.Add(Header, number);
            return metadata;
        });
    }

    /// <summary>Lets calls of test users pass the application's authentication. Without any of its own, all other calls are anonymous.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<TestUsers>();
        services.TryAddTransient<Anonymous>();
        services.PostConfigure<AuthenticationOptions>(options =>
        {
            if (!options.Schemes.Any())
            {
                options.AddScheme<Anonymous>(Scheme, displayName: null);
                options.DefaultScheme = Scheme;
            }
        });
        if (services.LastOrDefault(service => service.ServiceType == typeof(IAuthenticationService)) is { ImplementationType: { } type })
        {
            services.Replace(ServiceDescriptor.Scoped<IAuthenticationService>(provider => new Authentication(
                (IAuthenticationService)ActivatorUtilities.CreateInstance(provider, type), provider.GetRequiredService<TestUsers>())));
        }
    }

    private ClaimsPrincipal? Of(HttpContext context)
    {
        // Handlers shall see the headers that their callers send.
        if (context.Request.Headers.Remove(Header, out var number))
        {
            context.Items[typeof(TestUsers)] = _users.GetValueOrDefault(number.ToString());
        }

        return (ClaimsPrincipal?)context.Items[typeof(TestUsers)];
    }

    private sealed class Authentication(IAuthenticationService inner, TestUsers users) : IAuthenticationService
    {
        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => users.Of(context) is { } user
            ? Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, scheme ?? Scheme)))
            : inner.AuthenticateAsync(context, scheme);

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ChallengeAsync(context, scheme, properties);

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ForbidAsync(context, scheme, properties);

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
            inner.SignInAsync(context, scheme, principal, properties);

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.SignOutAsync(context, scheme, properties);
    }

    private sealed class Anonymous(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }
}
