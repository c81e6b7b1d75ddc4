// Remembered tokens: who is let in, for how long, and when the cache turns itself off.

using System.Security.Claims;
using System.Threading.RateLimiting;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Authentication;

public class TokenCacheTests
{
    [Fact]
    public async Task A_token_is_validated_once_for_calls_of_all_kinds()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token();
        var users = new List<string?>();
        host.Server.Script.Handler = context =>
        {
            users.Add(context.GetHttpContext().User.FindFirst("sub")?.Value);
            return Task.CompletedTask;
        };

        foreach (var kind in ProbeCalls.AllKinds)
        {
            Assert.Equal(StatusCode.OK, (await host.CallAsync(token, kind.Data)).Code);
            Assert.Equal(StatusCode.OK, (await host.CallAsync(token, kind.Data)).Code);
        }

        Assert.Equal(1, host.Validations);
        Assert.Equal(Enumerable.Repeat("ada", 8), users);
    }

    [Fact]
    public async Task The_result_of_authentication_is_there_as_ever()
    {
        await using var host = await TokenHost.StartAsync(jwt: options => options.SaveToken = true);
        var token = host.Token();
        AuthenticateResult? result = null;
        ClaimsPrincipal? user = null;
        host.Server.Script.Handler = context =>
        {
            var http = context.GetHttpContext();
            result = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
            user = http.User;
            return Task.CompletedTask;
        };

        await host.CallAsync(token);
        await host.CallAsync(token);

        Assert.Equal(1, host.Validations);
        Assert.NotNull(result);
        Assert.True(result.Succeeded);
        Assert.Same(user, result.Principal);
        Assert.Equal("Bearer", result.Ticket!.AuthenticationScheme);
        Assert.Equal(token, result.Ticket.Properties.GetTokenValue("access_token"));
        Assert.True(user!.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task Every_call_sees_the_whole_identity_and_none_what_another_one_did_with_it()
    {
        await using var host = await TokenHost.StartAsync(
            cache => cache.AllowEvents = true,
            jwt: options => options.Events = new JwtBearerEvents { OnTokenValidated = validated => Enrich(validated) });
        var seen = new List<string>();
        host.Server.Script.Handler = context =>
        {
            var http = context.GetHttpContext();
            var user = http.User;
            seen.Add(string.Join('|', user.Identities.Select(Text)) + Text(http.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult!.Properties!));
            foreach (var identity in user.Identities)
            {
                identity.FindFirst("sub")?.Properties["x"] = "changed";
                identity.FindFirst("sub")?.Subject!.AddClaim(new Claim("sneaked", "in"));
                identity.Actor?.AddClaim(new Claim("sneaked", "in"));
                identity.Label = "changed";
            }

            http.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult!.Properties!.Items["x"] = "changed";
            return Task.CompletedTask;
        };
        var token = host.Token();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        }

        Assert.Equal(1, host.Validations);
        Assert.Contains("service", seen[0], StringComparison.Ordinal);
        Assert.Contains("second", seen[0], StringComparison.Ordinal);
        Assert.Equal([seen[0], seen[0], seen[0]], seen);

        static Task Enrich(TokenValidatedContext validated)
        {
            var first = (ClaimsIdentity)validated.Principal!.Identity!;
            first.Actor = new ClaimsIdentity([new Claim("sub", "service")], "Actor") { Actor = new ClaimsIdentity([new Claim("sub", "behind")]) };
            first.Label = "label";
            first.BootstrapContext = "context";
            first.FindFirst("sub")!.Properties["x"] = "kept";
            validated.Principal.AddIdentity(new ClaimsIdentity([new Claim("sub", "second", ClaimValueTypes.String, "issuer", "original")], "Second", "sub", "groups"));
            validated.Properties.Items["x"] = "kept";
            return Task.CompletedTask;
        }

        static string Text(object? part) => part switch
        {
            ClaimsIdentity i => $"{i.GetType().Name},{i.AuthenticationType},{i.NameClaimType},{i.RoleClaimType},{i.Label},{i.BootstrapContext},[{string.Join(';', i.Claims.Select(c =>
                $"{c.Type}={c.Value},{c.ValueType},{c.Issuer},{c.OriginalIssuer},{c.GetType().Name},{string.Join('/', c.Properties)},{ReferenceEquals(c.Subject, i)}"))}],actor({Text(i.Actor)})",
            AuthenticationProperties p => string.Join(';', p.Items),
            _ => "",
        };
    }

    [Theory]
    [InlineData("principal")]
    [InlineData("identity")]
    [InlineData("actor")]
    [InlineData("claim")]
    public async Task A_token_whose_identity_a_copy_would_lose_is_validated_on_each_call(string part)
    {
        await using var host = await TokenHost.StartAsync(
            cache => cache.AllowEvents = true,
            jwt: options => options.Events = new JwtBearerEvents
            {
                OnTokenValidated = validated =>
                {
                    var identity = (ClaimsIdentity)validated.Principal!.Identity!;
                    switch (part)
                    {
                        case "principal": validated.Principal = new OwnPrincipal(identity); break;
                        case "identity": validated.Principal.AddIdentity(new OwnIdentity()); break;
                        case "actor": identity.Actor = new OwnIdentity(); break;
                        default: identity.AddClaim(new OwnClaim(identity)); break;
                    }

                    return Task.CompletedTask;
                },
            });
        var types = new List<string>();
        host.Server.Script.Handler = context =>
        {
            var user = context.GetHttpContext().User;
            types.Add(part switch
            {
                "principal" => user.GetType().Name,
                "identity" => user.Identities.Last().GetType().Name,
                "actor" => ((ClaimsIdentity)user.Identity!).Actor!.GetType().Name,
                _ => user.Claims.Last().GetType().Name,
            });
            return Task.CompletedTask;
        };
        var token = host.Token();

        await host.CallAsync(token);
        await host.CallAsync(token);

        Assert.Equal(2, host.Validations);
        Assert.All(types, type => Assert.StartsWith("Own", type, StringComparison.Ordinal));
        Assert.Single(host.Server.Logs.GetSnapshot(), log => log.Message.Contains("are not remembered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_validated_again_after_the_maximum_age()
    {
        await using var host = await TokenHost.StartAsync(cache => cache.MaxAge = TimeSpan.FromSeconds(20));
        var token = host.Token();
        await host.CallAsync(token);

        host.Time.Advance(TimeSpan.FromSeconds(19));
        await host.CallAsync(token);
        Assert.Equal(1, host.Validations);

        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        Assert.Equal(2, host.Validations);
    }

    [Fact]
    public async Task A_token_that_expires_is_refused_however_often_it_was_accepted()
    {
        await using var host = await TokenHost.StartAsync(cache => cache.MaxAge = TimeSpan.FromHours(1));
        var token = host.Token(expires: host.Time.GetUtcNow().AddSeconds(30).UtcDateTime);
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);

        host.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(StatusCode.Unauthenticated, (await host.CallAsync(token)).Code);
    }

    [Fact]
    public async Task A_refused_token_is_refused_anew_each_time()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token(audience: "somebody else");

        Assert.Equal(StatusCode.Unauthenticated, (await host.CallAsync(token)).Code);
        Assert.Equal(StatusCode.Unauthenticated, (await host.CallAsync(token)).Code);

        Assert.Equal(2, host.Validations);
    }

    [Fact]
    public async Task A_token_whose_signature_differs_in_one_character_is_another_token()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token();
        await host.CallAsync(token);
        var place = token.Length - 10;

        var forged = await host.CallAsync(token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..]);

        Assert.Equal(StatusCode.Unauthenticated, forged.Code);
        Assert.Equal("CREDENTIALS_INVALID", forged.Error!.GetErrorInfo()?.Reason);
    }

    [Fact]
    public async Task A_call_without_token_is_refused_beside_a_remembered_one()
    {
        await using var host = await TokenHost.StartAsync();
        await host.CallAsync(host.Token());

        var anonymous = await host.Server.Client.CallAsync(MethodType.Unary);

        Assert.Equal(StatusCode.Unauthenticated, anonymous.Code);
        Assert.Equal("CREDENTIALS_MISSING", anonymous.Error!.GetErrorInfo()?.Reason);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_ends_its_tokens()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token();
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);

        host.WithdrawKey();

        Assert.Equal(StatusCode.Unauthenticated, (await host.CallAsync(token)).Code);
    }

    [Fact]
    public async Task The_application_can_have_all_tokens_forgotten()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token();
        await host.CallAsync(token);

        host.Server.Services.GetRequiredService<GrpcTokenCache>().Clear();

        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        Assert.Equal(2, host.Validations);
    }

    [Fact]
    public async Task Tokens_beyond_the_capacity_are_validated_each_time()
    {
        await using var host = await TokenHost.StartAsync(cache => cache.Capacity = 0);
        var token = host.Token();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        }

        Assert.Equal(3, host.Validations);
    }

    [Fact]
    public async Task Callers_who_share_a_connection_keep_their_own_names()
    {
        await using var host = await TokenHost.StartAsync();
        var tokens = Enumerable.Range(0, 4).Select(i => (Name: $"user-{i}", Token: host.Token($"user-{i}"))).ToList();
        host.Server.Script.Handler = async context =>
        {
            await Task.Yield();
            var name = context.GetHttpContext().User.FindFirst("sub")!.Value;
            await context.WriteResponseHeadersAsync(new Metadata { { "user", name } });
        };

        var calls = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var (name, token) = tokens[i % tokens.Count];
            return (Expected: name, Result: await host.CallAsync(token));
        }));

        Assert.All(calls, call => Assert.Equal(call.Expected, call.Result.Headers!.GetValue("user")));
    }

    [Fact]
    public async Task What_a_call_does_to_its_user_is_not_seen_by_the_next_one()
    {
        await using var host = await TokenHost.StartAsync();
        var token = host.Token();
        var before = new List<bool>();
        host.Server.Script.Handler = context =>
        {
            var identity = (ClaimsIdentity)context.GetHttpContext().User.Identity!;
            before.Add(identity.HasClaim("role", "admin"));
            identity.AddClaim(new Claim("role", "admin"));
            context.GetHttpContext().User.AddIdentity(new ClaimsIdentity([new Claim("role", "admin")], "forged"));
            Assert.True(identity.HasClaim("role", "admin"));
            return Task.CompletedTask;
        };

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        }

        Assert.Equal([false, false, false], before);
        Assert.Equal(1, host.Validations);
    }

    [Fact]
    public async Task A_handler_of_the_application_is_asked_about_every_call()
    {
        var open = true;
        await using var host = await TokenHost.StartAsync(services: services => services.AddSingleton<IAuthorizationHandler>(new Gate(() => open)));
        var token = host.Token();
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);

        open = false;

        Assert.Equal(StatusCode.PermissionDenied, (await host.CallAsync(token)).Code);
        Assert.Equal(1, host.Validations);
    }

    [Fact]
    public async Task A_policy_is_asked_about_every_call()
    {
        var open = true;
        await using var host = await TokenHost.StartAsync(services: services => services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => open).Build()));
        var token = host.Token();
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);

        open = false;

        Assert.Equal(StatusCode.PermissionDenied, (await host.CallAsync(token)).Code);
        Assert.Equal(1, host.Validations);
    }

    [Fact]
    public async Task A_handler_of_results_of_the_application_hears_of_every_call()
    {
        var handler = new CountingResultHandler();
        await using var host = await TokenHost.StartAsync(services: services => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(handler));
        var token = host.Token();

        await host.CallAsync(token);
        await host.CallAsync(token);

        Assert.Equal(2, handler.Calls);
        Assert.Equal(1, host.Validations);
    }

    [Fact]
    public async Task Callers_whose_tokens_are_remembered_have_limits_of_their_own()
    {
        await using var host = await TokenHost.StartAsync(services: services => services.AddGrpcRateLimiter(limits =>
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetFixedWindowLimiter(GrpcPartition.User(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = 2, Window = TimeSpan.FromHours(1) }))));
        var (ada, bob) = (host.Token("ada"), host.Token("bob"));

        Assert.Equal(StatusCode.OK, (await host.CallAsync(ada)).Code);
        Assert.Equal(StatusCode.OK, (await host.CallAsync(ada)).Code);
        Assert.Equal(StatusCode.ResourceExhausted, (await host.CallAsync(ada)).Code);
        Assert.Equal(StatusCode.OK, (await host.CallAsync(bob)).Code);
    }

    [Fact]
    public async Task Forgotten_tokens_make_room_for_others()
    {
        await using var host = await TokenHost.StartAsync(cache =>
        {
            cache.Capacity = 1;
            cache.MaxAge = TimeSpan.FromSeconds(20);
        });
        var (first, second) = (host.Token("first"), host.Token("second"));
        await host.CallAsync(first);
        await host.CallAsync(second);
        await host.CallAsync(second);
        Assert.Equal(3, host.Validations);

        host.Time.Advance(TimeSpan.FromSeconds(20));
        await host.CallAsync(second);
        await host.CallAsync(second);

        Assert.Equal(4, host.Validations);
    }

    [Theory]
    [InlineData("events", "it has events")]
    [InlineData("transformation", "the application transforms claims")]
    [InlineData("forwarding", "it forwards to another scheme")]
    public async Task Nothing_is_remembered_where_the_application_takes_part(string part, string reason)
    {
        await using var host = await TokenHost.StartAsync(
            jwt: options =>
            {
                options.Events = part == "events" ? new JwtBearerEvents { OnTokenValidated = _ => Task.CompletedTask } : options.Events;
                options.ForwardDefaultSelector = part == "forwarding" ? _ => null : null;
            },
            services: services =>
            {
                if (part == "transformation")
                {
                    services.AddSingleton<IClaimsTransformation, Transformation>();
                }
            });
        var token = host.Token();

        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);
        Assert.Equal(StatusCode.OK, (await host.CallAsync(token)).Code);

        Assert.Equal(2, host.Validations);
        Assert.Contains(host.Server.Logs.GetSnapshot(), record => record.Message.EndsWith($"'Bearer' are not remembered, because {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_may_be_allowed_and_run_when_a_token_is_validated()
    {
        var validated = 0;
        await using var host = await TokenHost.StartAsync(
            cache => cache.AllowEvents = true,
            jwt: options => options.Events = new JwtBearerEvents
            {
                OnTokenValidated = _ =>
                {
                    validated++;
                    return Task.CompletedTask;
                },
            });
        var token = host.Token();

        await host.CallAsync(token);
        await host.CallAsync(token);

        Assert.Equal(1, validated);
    }

    [Fact]
    public async Task A_scheme_that_is_not_the_default_is_not_remembered()
    {
        await using var host = await TokenHost.StartAsync(
            scheme: "Other",
            services: services => services.AddAuthentication().AddPolicyScheme("Other", null, policy => policy.ForwardDefault = JwtBearerDefaults.AuthenticationScheme));
        var token = host.Token();

        await host.CallAsync(token);
        await host.CallAsync(token);

        Assert.Equal(2, host.Validations);
    }

    private sealed class CountingResultHandler : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _ordinary = new();

        public int Calls { get; private set; }

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            Calls++;
            return _ordinary.HandleAsync(next, context, policy, authorizeResult);
        }
    }

    private sealed class Gate(Func<bool> isOpen) : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            if (!isOpen())
            {
                context.Fail();
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Transformation : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => Task.FromResult(principal);
    }
}

internal sealed class OwnPrincipal(ClaimsIdentity identity) : ClaimsPrincipal(identity);

internal sealed class OwnIdentity : ClaimsIdentity;

internal sealed class OwnClaim(ClaimsIdentity subject) : Claim("own", "1", null, null, null, subject);
