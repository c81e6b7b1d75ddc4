// What the TLS endpoints of a host need: made at start in Development, mounted files everywhere else.

using System.Security.Cryptography.X509Certificates;
using Showcase.Hosting;

namespace Showcase.Security;

/// <param name="Server">The server's certificate with its private key.</param>
/// <param name="Authority">The certificate of the authority that signs the callers' certificates.</param>
internal sealed record HostCertificates(X509Certificate2 Server, X509Certificate2 Authority) : IDisposable
{
    /// <summary>The setting that names the folder with <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>, as Kubernetes mounts a secret of type TLS.</summary>
    public const string FolderSetting = "Tls:Folder";

    /// <summary>Reads the files of a mounted secret.</summary>
    /// <exception cref="HostRefusedException">They are not there or are no certificates.</exception>
    public static HostCertificates Read(string folder)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
            return new HostCertificates(
                X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null),
                X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "ca.crt")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new HostRefusedException($"{FolderSetting} is {folder}, but tls.crt, tls.key and ca.crt cannot be read from there: {exception.Message}");
        }
    }

    /// <summary>
    /// Makes an authority and a server's certificate, and leaves beside the data what a client outside of this process
    /// needs: the authority to trust, and a certificate to show. The authority's key never leaves the process.
    /// </summary>
    /// <param name="folder">Where the files for clients go. Those of an earlier start are replaced.</param>
    public static HostCertificates Make(string folder)
    {
        using var authority = new CertificateAuthority("GrpcSdk showcase development");
        using var client = authority.IssueClient("showcase-client");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(Path.Combine(folder, "ca.crt"), authority.Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "client.crt"), client.ExportCertificatePem());
        using var key = client.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, "client.key"), key.ExportPkcs8PrivateKeyPem());
        return new HostCertificates(authority.IssueServer(), X509CertificateLoader.LoadCertificate(authority.Certificate.RawData));
    }

    public void Dispose()
    {
        Server.Dispose();
        Authority.Dispose();
    }
}
