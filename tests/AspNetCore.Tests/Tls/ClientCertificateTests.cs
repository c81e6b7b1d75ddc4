// Who gets in over mutual TLS: real Kestrel, real handshakes, certificates made here.
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcSdk.AspNetCore.Tests.Tls;

public class ClientCertificateTests
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForCode = "1.3.6.1.5.5.7.3.3";

    private static readonly X509Certificate2 Root = Issue(null, "CN=root", isAuthority: true);
    private static readonly X509Certificate2 Intermediate = Issue(Root, "CN=intermediate", isAuthority: true);
    private static readonly X509Certificate2 Foreign = Issue(null, "CN=foreign", isAuthority: true);

    [Theory]
    [InlineData(true)]
    [InlineData(true, ForClients)]
    [InlineData(true, ForServers, ForClients)]
    [InlineData(false, ForServers)]
    [InlineData(false, ForCode)]
    public async Task A_certificate_must_be_for_clients(bool getsIn, params string[] usages) =>
        Assert.Equal(getsIn, await GetsIn(Issue(Root, "CN=orders", usages: usages)));

    [Fact]
    public async Task A_caller_may_present_its_intermediate_certificate()
    {
        Assert.True(await GetsIn(Issue(Intermediate, "CN=orders", usages: [ForClients]), [Intermediate]));
        Assert.False(await GetsIn(Issue(Intermediate, "CN=orders", usages: [ForClients])));
        Assert.False(await GetsIn(Issue(Foreign, "CN=orders", usages: [ForClients]), [Foreign]));
    }

    [Theory]
    [InlineData(true, "CN=orders, O=Acme")]
    [InlineData(true, "Orders.Acme")]
    [InlineData(true, "spiffe://acme/orders")]
    [InlineData(true, "somebody.else", "orders.acme")]
    [InlineData(false, "spiffe://acme/Orders")]
    [InlineData(false, "CN=orders")]
    [InlineData(false, "orders")]
    [InlineData(false, "acme")]
    [InlineData(false)]
    public async Task Only_those_on_the_list_get_in(bool getsIn, params string[] allowed) =>
        Assert.Equal(getsIn, await GetsIn(Issue(Root, "CN=orders, O=Acme", usages: [ForClients], dns: "orders.acme", uri: "spiffe://acme/orders"), allowed: allowed));

    private static async Task<bool> GetsIn(X509Certificate2 certificate, X509Certificate2[]? chain = null, string[]? allowed = null)
    {
        await using var host = await ProbeHost.StartAsync(kestrel: options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseGrpcMutualTls(Issue(Root, "CN=localhost", usages: [ForServers], dns: "localhost"), Root, allowed);
        }));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [.. chain ?? []], offline: true),
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            },
        };
        using var channel = GrpcChannel.ForAddress($"https://localhost:{host.Address.Port}", new GrpcChannelOptions { HttpHandler = handler });
        return (await new Probe.ProbeClient(channel).CallAsync(MethodType.Unary)).Code == StatusCode.OK;
    }

    private static X509Certificate2 Issue(X509Certificate2? authority, string subject, bool isAuthority = false, string[]? usages = null, string? dns = null, string? uri = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (usages is { Length: > 0 })
        {
            var oids = new OidCollection();
            Array.ForEach(usages, usage => oids.Add(new Oid(usage)));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        }

        if (dns is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dns);
            if (uri is not null)
            {
                names.AddUri(new Uri(uri));
            }

            names.AddEmailAddress("ops@acme.example");
            request.CertificateExtensions.Add(names.Build());
        }

        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        if (authority is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
