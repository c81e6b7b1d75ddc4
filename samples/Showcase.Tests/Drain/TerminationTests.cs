// SIGTERM while callers are busy: every call that the host took is answered.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Showcase.Tests.Support;

namespace Showcase.Tests.Drain;

[NotOn("Windows", "Windows has no SIGTERM.")]
public sealed partial class TerminationTests
{
    private const string Method = "acme.users.v1.UserService/ListUsers";

    [Fact(Timeout = 300_000)]
    public async Task SIGTERM_under_load_loses_no_accepted_call()
    {
        var folder = Directory.CreateTempSubdirectory("showcase-term-");
        using var host = Start(Path.Combine(folder.FullName, "term.db"));
        try
        {
            using var channel = GrpcChannel.ForAddress(await AddressAsync(host));
            var codes = new ConcurrentBag<StatusCode>();
            var callers = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallUntilRefusedAsync(new UserService.UserServiceClient(channel), codes)));
            while (codes.Count < 100)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            (await Command.RunAsync("kill", "-TERM", $"{host.Id}")).Succeeded();
            await callers;
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);

            var log = Directory.GetFiles(folder.FullName, "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines);
            Assert.Equal(0, host.ExitCode);
            Assert.All(codes, code => Assert.True(code is StatusCode.OK or StatusCode.Unavailable, $"a call ended with {code}"));
            Assert.Equal(log.Count(line => Finished().IsMatch(line)), codes.Count(code => code == StatusCode.OK));
        }
        finally
        {
            if (!host.HasExited)
            {
                host.Kill(entireProcessTree: true);
                await host.WaitForExitAsync();
            }

            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string database) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), "--port", "0", "--database", database])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        })!;

    private static async Task<Uri> AddressAsync(Process host)
    {
        while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
            {
                // A host that nobody listens to would stop at a full pipe.
                _ = host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                return new Uri(address.Value);
            }
        }

        throw new InvalidOperationException("The host ended before it listened.");
    }

    private static async Task CallUntilRefusedAsync(UserService.UserServiceClient client, ConcurrentBag<StatusCode> codes)
    {
        StatusCode code;
        do
        {
            code = await Calls.StatusOfAsync(() => client.ListUsersAsync(
                new ListUsersRequest { PageSize = 1 },
                cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
            codes.Add(code);
        }
        while (code == StatusCode.OK);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    // The line that the host writes when a call is over, whatever became of it.
    [GeneratedRegex("\"Method\":\"" + Method + "\",\"StatusCode\":")]
    private static partial Regex Finished();
}
