// Tokens: what the development issuer gives, what a host takes, and where the issuer is refused.

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Acme.Users.V1;
using Grpc.Core;
using GrpcSdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Hosting;
using Showcase.Security;
using Showcase.Tests.Support;

namespace Showcase.Tests.Security;

public sealed class TokenTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly UserService.UserServiceClient _users = new(showcase.Channel);

    [Fact(Timeout = 300_000)]
    public async Task The_issuer_answers_as_OAuth_2_says_also_when_it_refuses()
    {
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var address = new Uri(showcase.App.Address(), DevelopmentIssuer.Path);

        using var granted = await http.PostAsync(address, Form("ada"));
        using var refused = await http.PostAsync(address, Form(""));

        var token = await granted.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.Equal(StatusCode.NotFound, await DeleteAsync(token.GetProperty("access_token").GetString()!));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("invalid_request", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact(Timeout = 300_000)]
    public async Task Expired_changed_and_foreign_tokens_are_refused_without_saying_why()
    {
        var issuer = showcase.App.Services.GetRequiredService<DevelopmentIssuer>();
        var good = issuer.Issue("ada", "admin").Value;
        var expired = issuer.Issue("ada", "admin", TimeSpan.FromMinutes(-5)).Value;
        var parts = good.Split('.');
        var promoted = $"{parts[0]}.{issuer.Issue("eve", "admin").Value.Split('.')[1]}.{parts[2]}";
        var unsigned = $"eyJhbGciOiJub25lIn0.{parts[1]}.";

        Assert.Equal(StatusCode.NotFound, await DeleteAsync(good));
        Assert.All(
            await Task.WhenAll(new[] { expired, promoted, unsigned, "nonsense" }.Select(ErrorAsync)),
            error =>
            {
                Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
                Assert.Equal("The credentials are not valid.", error.Status.Detail);
            });
    }

    [Fact(Timeout = 300_000)]
    public async Task A_host_that_is_told_to_trust_the_issuer_outside_of_Development_does_not_start()
    {
        var options = new ShowcaseOptions(Port: 0, showcase.DatabasePath, Quiet: true, Environment: "Staging")
        {
            Settings = new Dictionary<string, string?> { [DevelopmentIssuer.Setting] = "true" },
        };

        var refusal = await Assert.ThrowsAsync<HostRefusedException>(() => ShowcaseHost.StartAsync(options));

        Assert.Contains("Staging", refusal.Message);
        Assert.Contains("Authentication:Schemes:Bearer", refusal.Message);
    }

    [Fact(Timeout = 300_000)]
    public async Task Outside_of_Development_the_keys_of_the_configuration_count_and_no_certificate_is_made()
    {
        var key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var options = new ShowcaseOptions(Port: 0, showcase.DatabasePath, Quiet: true, Environment: "Production")
        {
            Settings = new Dictionary<string, string?>
            {
                ["Authentication:Schemes:Bearer:ValidIssuer"] = "https://issuer.example",
                ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "showcase",
                ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = "https://issuer.example",
                ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = key,
            },
        };
        await using var production = await ShowcaseHost.StartAsync(options);
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(production.Address());
        var users = new UserService.UserServiceClient(channel);
        var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler().CreateToken(new Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor
        {
            Issuer = "https://issuer.example",
            Audience = "showcase",
            Claims = new Dictionary<string, object> { ["sub"] = "ada", ["role"] = "admin" },
            SigningCredentials = new(new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(Convert.FromBase64String(key)), "HS256"),
        });

        Assert.Null(production.Endpoints().Tls);
        Assert.Equal(StatusCode.NotFound, await Calls.StatusOfAsync(() => users.DeleteUserAsync(Missing, Bearer(token)).ResponseAsync));
        Assert.Equal(StatusCode.Unauthenticated, await Calls.StatusOfAsync(() => users.DeleteUserAsync(Missing, showcase.As("admin")).ResponseAsync));
    }

    private static DeleteUserRequest Missing => new() { Id = 999_999 };

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private static FormUrlEncodedContent Form(string subject) =>
        new(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = subject, ["scope"] = "admin" });

    private Task<StatusCode> DeleteAsync(string token) => Calls.StatusOfAsync(() => _users.DeleteUserAsync(Missing, Bearer(token)).ResponseAsync);

    private async Task<RpcException> ErrorAsync(string token) =>
        await Assert.ThrowsAsync<RpcException>(() => _users.DeleteUserAsync(Missing, Bearer(token)).ResponseAsync);
}
