using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.Client.Tests.Registration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Client.Tests.Tls;

public class MutualTlsTests
{
    private static readonly X509Certificate2 Authority = CreateAuthority("authority");
    private static readonly X509Certificate2 Other = CreateAuthority("somebody else");

    [Fact]
    public async Task A_client_with_a_certificate_of_the_authority_gets_in()
    {
        await using var server = await StartAsync();
        using var certificate = Issue(Authority, "caller");
        using var caller = new ClientHost(Address(server), configure: (_, client) => client.AddGrpcTls(Authority, certificate));

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task A_client_without_a_certificate_does_not()
    {
        await using var server = await StartAsync();
        using var caller = new ClientHost(Address(server), configure: (_, client) => client.AddGrpcTls(Authority));

        Assert.NotEqual(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_another_authority_does_not()
    {
        await using var server = await StartAsync();
        using var certificate = Issue(Other, "caller");
        using var caller = new ClientHost(Address(server), configure: (_, client) => client.AddGrpcTls(Authority, certificate));

        Assert.NotEqual(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        await using var server = await StartAsync();
        using var certificate = Issue(Authority, "caller");
        using var caller = new ClientHost(Address(server), configure: (_, client) => client.AddGrpcTls(Other, certificate));

        Assert.NotEqual(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    private static string Address(ProbeHost server) => $"https://localhost:{server.Address.Port}";

    private static Task<ProbeHost> StartAsync() => ProbeHost.StartAsync(kestrel: options => options.Listen(IPAddress.Loopback, 0, listen =>
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.UseGrpcMutualTls(Issue(Authority, "localhost"), Authority);
    }));

    private static X509Certificate2 CreateAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
