// Gets tokens from the development issuer of a host, as a client gets them from any OAuth 2 server.

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using GrpcSdk.Client;

namespace Showcase.Security;

/// <param name="host">The host, over TLS.</param>
/// <param name="authority">The authority of the host's certificate.</param>
/// <param name="subject">Who the caller is.</param>
/// <param name="role">The role to ask for.</param>
internal sealed class DevelopmentTokens(Uri host, X509Certificate2 authority, string subject, string role) : IAccessTokenSource
{
    public async ValueTask<AccessToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authority) } };
        using var http = new HttpClient(handler);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = subject,
            ["scope"] = role,
        });
        using var response = await http.PostAsync(new Uri(host, DevelopmentIssuer.Path), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<TokenResponse>(cancellationToken)
            ?? throw new InvalidOperationException("The issuer answered without a token.");
        return new AccessToken(token.Value, DateTimeOffset.UtcNow.AddSeconds(token.ExpiresIn));
    }

    private static X509ChainPolicy Trust(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private sealed record TokenResponse(
        [property: JsonPropertyName("access_token")] string Value,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
