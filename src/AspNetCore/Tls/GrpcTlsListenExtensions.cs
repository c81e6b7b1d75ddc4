using System.Security.Cryptography.X509Certificates;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Mutual TLS of a server.</summary>
public static class GrpcTlsListenExtensions
{
    /// <summary>
    /// Serves an endpoint over TLS and asks every caller for a certificate that a private authority signed for clients. The
    /// certificate is then <c>ServerCallContext.AuthContext</c>'s peer identity. Callers may present intermediate certificates.
    /// </summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="certificate">The server's certificate with its private key.</param>
    /// <param name="clientAuthority">
    /// The root certificate of the authority that signs the callers' certificates. One whose extended key usage lacks client
    /// authentication, such as that of another server, is refused; one without extended key usage has all (RFC 5280).
    /// </param>
    /// <param name="allowedClients">
    /// Who may connect: a DNS name or URI among the certificate's subject alternative names (<c>orders.acme</c>,
    /// <c>spiffe://acme/orders</c>), or its whole subject (<c>CN=orders, O=Acme</c>). <see langword="null"/> for everybody with
    /// a certificate of the authority.
    /// </param>
    /// <exception cref="ArgumentNullException">Endpoint, certificate or authority is <see langword="null"/>.</exception>
    public static ListenOptions UseGrpcMutualTls(
        this ListenOptions listen,
        X509Certificate2 certificate,
        X509Certificate2 clientAuthority,
        IEnumerable<string>? allowedClients = null)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(clientAuthority);
        var clients = new ClientCertificates(clientAuthority, allowedClients);
        return listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (presented, chain, _) => clients.Accept(presented, chain);
        });
    }
}
