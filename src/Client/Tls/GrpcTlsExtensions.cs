using System.Security.Cryptography.X509Certificates;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>TLS of clients.</summary>
public static class GrpcTlsExtensions
{
    /// <summary>
    /// Trusts one private certificate authority instead of the system's, and shows a certificate of its own when the
    /// server asks (mutual TLS). The name of the server is still checked.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="authority">The certificate of the authority that signed the server's certificate.</param>
    /// <param name="certificate">The client's certificate with its private key; <see langword="null"/> for none.</param>
    public static IHttpClientBuilder AddGrpcTls(this IHttpClientBuilder builder, X509Certificate2 authority, X509Certificate2? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(authority);
        return builder.ConfigurePrimaryHttpMessageHandler((handler, _) => Configure(handler, authority, certificate));
    }

    private static void Configure(HttpMessageHandler handler, X509Certificate2 authority, X509Certificate2? certificate)
    {
        if (handler is not SocketsHttpHandler sockets)
        {
            throw new InvalidOperationException($"TLS of a gRPC client needs a {nameof(SocketsHttpHandler)} as its primary handler, not {handler.GetType().Name}.");
        }

        sockets.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority },
            // A private authority seldom publishes revocations.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (certificate is not null)
        {
            sockets.SslOptions.ClientCertificates = [certificate];
        }
    }
}
