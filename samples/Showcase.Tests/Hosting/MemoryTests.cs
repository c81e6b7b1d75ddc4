// What a host of its own process holds in memory when nobody calls.

using System.Diagnostics;
using Acme.Users.V1;
using Grpc.Net.Client;
using Showcase.Tests.Support;

namespace Showcase.Tests.Hosting;

[Collection(nameof(RunsAlone))]
public sealed class MemoryTests : IDisposable
{
    private const long MaxIdleBytes = 200_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-memory-");

    [Fact(Timeout = 300_000)]
    public async Task An_idle_host_that_has_answered_calls_holds_less_than_200_MB()
    {
        using var host = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), "--port", "0", "--database", Path.Combine(_folder.FullName, "showcase.db")])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var (said, line) = ("gRPC over HTTP/2 without TLS at ", "");
            while (!line.StartsWith(said, StringComparison.Ordinal))
            {
                line = await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The host ended.");
            }

            _ = host.StandardOutput.ReadToEndAsync(CancellationToken.None);
            using var channel = GrpcChannel.ForAddress(line[said.Length..].Trim());
            var client = new UserService.UserServiceClient(channel);
            for (var i = 0; i < 500; i++)
            {
                await client.ListUsersAsync(new ListUsersRequest());
            }

            host.Refresh();
            Assert.InRange(host.WorkingSet64, 1, MaxIdleBytes);
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
