// Certificates: made at start, mounted in production, never in the repository.

using System.Security.Cryptography.X509Certificates;
using Acme.Users.V1;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Hosting;
using Showcase.Security;
using Showcase.Tests.Support;
using Showcase.Tour;

namespace Showcase.Tests.Security;

public sealed class CertificateTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    [Fact(Timeout = 300_000)]
    public async Task A_host_in_Production_serves_TLS_with_the_certificates_of_a_mounted_folder()
    {
        var folder = Directory.CreateTempSubdirectory("showcase-tls-");
        try
        {
            using var authority = new CertificateAuthority("company");
            using var server = authority.IssueServer();
            using var key = server.GetECDsaPrivateKey()!;
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tls.crt"), server.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tls.key"), key.ExportPkcs8PrivateKeyPem());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ca.crt"), authority.Certificate.ExportCertificatePem());
            await using var host = await ShowcaseHost.StartAsync(Production(folder.FullName));
            using var caller = authority.IssueClient("caller");
            using var clients = TourClients.Create(host.Endpoints().MutualTls!, (_, client) => client.AddGrpcTls(authority.Certificate, caller));

            Assert.Empty((await clients.Users.ListUsersAsync(new ListUsersRequest { Filter = "nobody-has-this-name" })).Users);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task A_folder_without_certificates_is_named_in_the_error()
    {
        var error = await Assert.ThrowsAsync<HostRefusedException>(() => ShowcaseHost.StartAsync(Production("/nowhere")));

        Assert.Contains("Tls:Folder is /nowhere", error.Message);
    }

    [Fact]
    public void What_a_host_leaves_for_clients_holds_no_key_of_the_authority_and_is_for_its_user_only()
    {
        var folder = showcase.Tour.CertificateFolder;

        Assert.Equal(["ca.crt", "client.crt", "client.key"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(Path.Combine(folder, "ca.crt")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task No_key_and_no_certificate_is_in_the_repository()
    {
        var found = await Command.RunAsync("git", "grep", "-lE", "-e", "-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)-----");

        Assert.Equal((1, ""), (found.ExitCode, found.Output));
    }

    private ShowcaseOptions Production(string folder) => new(Port: 0, showcase.DatabasePath, Quiet: true, Environment: "Production")
    {
        Settings = new Dictionary<string, string?> { [HostCertificates.FolderSetting] = folder },
    };
}
