using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Mutual TLS of a server.</summary>
public static class GrpcTlsListenExtensions
{
    /// <summary>
    /// Serves an endpoint over TLS and asks every caller for a certificate that a private authority signed. The
    /// certificate is then <c>ServerCallContext.AuthContext</c>'s peer identity.
    /// </summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="certificate">The server's certificate with its private key.</param>
    /// <param name="clientAuthority">The certificate of the authority that signs the callers' certificates.</param>
    public static ListenOptions UseGrpcMutualTls(this ListenOptions listen, X509Certificate2 certificate, X509Certificate2 clientAuthority)
    {
        ArgumentNullException.ThrowIfNull(clientAuthority);
        return listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (presented, _, _) => IsSignedBy(presented, clientAuthority);
        });
    }

    private static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        // A private authority seldom publishes revocations.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
