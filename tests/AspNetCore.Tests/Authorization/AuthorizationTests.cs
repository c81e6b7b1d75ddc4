using System.Security.Claims;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcSdk.AspNetCore.Tests.Authorization;

public class AuthorizationTests
{
    private static readonly SymmetricSecurityKey Key = new("a key of the tests that is long enough"u8.ToArray());

    [Fact]
    public async Task Every_method_of_an_authorized_service_refuses_anonymous_callers()
    {
        await using var host = await StartAsync();
        var methods = host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
            .Where(metadata => metadata?.ServiceType == typeof(SecuredApi))
            .ToList();
        Assert.Equal(5, methods.Count);

        foreach (var method in methods)
        {
            var error = await CallRawAsync(host, method!.Method, new Metadata());
            Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
            Assert.Equal("CREDENTIALS_MISSING", error.GetErrorInfo()?.Reason);
        }
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AAAA")]
    public async Task A_malformed_token_is_invalid(string token)
    {
        await using var host = await StartAsync();

        var error = await FailAsync(host, token);

        AssertInvalid(host, error, token);
    }

    [Fact]
    public async Task An_expired_token_is_invalid()
    {
        await using var host = await StartAsync();
        var token = Token(expires: DateTime.UtcNow.AddHours(-1));

        AssertInvalid(host, await FailAsync(host, token), token);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_invalid()
    {
        await using var host = await StartAsync();
        var token = Token(audience: "somebody else");

        AssertInvalid(host, await FailAsync(host, token), token);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_good_token_opens_every_kind_of_call(MethodType kind)
    {
        await using var host = await StartAsync();
        var client = new Secured.SecuredClient(host.Channel);
        var headers = Bearer(Token());

        switch (kind)
        {
            case MethodType.Unary:
                await client.UnaryAsync(new ProbeRequest(), headers);
                break;
            case MethodType.ClientStreaming:
                using (var call = client.ClientStream(headers))
                {
                    await call.RequestStream.CompleteAsync();
                    await call;
                }

                break;
            case MethodType.ServerStreaming:
                using (var call = client.ServerStream(new ProbeRequest(), headers))
                {
                    Assert.Single(await call.ResponseStream.ReadAllAsync().ToListAsync());
                }

                break;
            default:
                using (var call = client.Duplex(headers))
                {
                    await call.RequestStream.CompleteAsync();
                    Assert.Empty(await call.ResponseStream.ReadAllAsync().ToListAsync());
                }

                break;
        }
    }

    [Fact]
    public async Task An_anonymous_method_is_open()
    {
        await using var host = await StartAsync();
        await new Secured.SecuredClient(host.Channel).OpenAsync(new ProbeRequest());
    }

    [Fact]
    public async Task A_policy_that_is_not_met_is_PERMISSION_DENIED()
    {
        await using var host = await StartAsync();
        var client = new Secured.SecuredClient(host.Channel);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.AdminAsync(new ProbeRequest(), Bearer(Token())));
        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
        Assert.Equal("POLICY_NOT_MET", error.GetErrorInfo()?.Reason);

        await client.AdminAsync(new ProbeRequest(), Bearer(Token(role: "admin")));
    }

    [Fact]
    public async Task Each_streamed_message_is_authorized_as_a_resource()
    {
        await using var host = await StartAsync();
        var client = new Secured.SecuredClient(host.Channel);
        using var call = client.Duplex(Bearer(Token()));

        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "mine" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        await call.RequestStream.WriteAsync(new ProbeRequest { Text = "theirs" });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    [Fact]
    public async Task The_meter_sees_refused_calls()
    {
        await using var host = await StartAsync();

        await FailAsync(host, "x");

        await host.AssertRecordedOnceAsync("grpcsdk.probe.Secured/Unary", StatusCode.Unauthenticated);
    }

    private static void AssertInvalid(ProbeHost host, RpcException error, string token)
    {
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.Equal("CREDENTIALS_INVALID", error.GetErrorInfo()?.Reason);
        Assert.Equal("The credentials are not valid.", error.Status.Detail);
        Assert.DoesNotContain(
            host.Logs.GetSnapshot(),
            record => record.Category!.StartsWith("GrpcSdk", StringComparison.Ordinal) && record.Message.Contains(token, StringComparison.Ordinal));
    }

    private static Task<RpcException> FailAsync(ProbeHost host, string token) => Assert.ThrowsAsync<RpcException>(async () =>
        await new Secured.SecuredClient(host.Channel).UnaryAsync(new ProbeRequest(), Bearer(token)));

    // Calls a method by its definition alone, with one empty message.
    private static async Task<RpcException> CallRawAsync(ProbeHost host, IMethod method, Metadata headers)
    {
        var bytes = Marshallers.Create(static (byte[] message) => message, static message => message);
        var raw = new Method<byte[], byte[]>(method.Type, method.ServiceName, method.Name, bytes, bytes);
        var invoker = host.Channel.CreateCallInvoker();
        var options = new CallOptions(headers);
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            switch (method.Type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(raw, null, options, []);
                    break;
                case MethodType.ClientStreaming:
                    await invoker.AsyncClientStreamingCall(raw, null, options);
                    break;
                case MethodType.ServerStreaming:
                    await invoker.AsyncServerStreamingCall(raw, null, options, []).ResponseStream.MoveNext(default);
                    break;
                default:
                    await invoker.AsyncDuplexStreamingCall(raw, null, options).ResponseStream.MoveNext(default);
                    break;
            }
        });
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private static string Token(string audience = "probe", DateTime? expires = null, string role = "user") =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "tests",
            Audience = audience,
            NotBefore = (expires ?? DateTime.UtcNow).AddHours(-2),
            Expires = expires ?? DateTime.UtcNow.AddHours(1),
            Subject = new ClaimsIdentity([new Claim("sub", "ada"), new Claim("role", role)]),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });

    private static Task<ProbeHost> StartAsync() => ProbeHost.StartAsync(services =>
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = "tests",
                ValidAudience = "probe",
                IssuerSigningKey = Key,
                RoleClaimType = "role",
            };
        });
        services.AddAuthorizationBuilder()
            .AddPolicy("admin", policy => policy.RequireRole("admin"))
            .AddPolicy("own", policy => policy.RequireAssertion(context => context.Resource is ProbeRequest { Text: not "theirs" }));
        services.Configure<GrpcResourceAuthorizationOptions>(options => options.Require<ProbeRequest>("own"));
    });
}
