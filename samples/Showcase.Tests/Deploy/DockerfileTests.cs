// The image without a container runtime: its publish command runs on its context, and what comes out starts as a user
// without rights, with the image's entry point.

using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Acme.Users.V1;
using Grpc.Net.Client;
using Showcase.Tests.Support;

namespace Showcase.Tests.Deploy;

[NotOn("Windows", "The image is one of Linux.")]
[NotOn("macOS", "The image is one of Linux.")]
[Collection(nameof(RunsAlone))]
public sealed partial class DockerfileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-image-");

    [Fact]
    public void The_image_is_built_in_stages_on_a_chiselled_base_and_does_not_run_as_root()
    {
        var bases = Dockerfile.Read()["FROM"].ToList();

        Assert.True(bases.Count > 1);
        Assert.EndsWith("-chiseled", bases[^1]);
        Assert.Equal("$APP_UID", Dockerfile.Read()["USER"].Single());
        Assert.DoesNotContain(Dockerfile.Read()["COPY"].Skip(1), copy => !copy.StartsWith("--from=build ", StringComparison.Ordinal));
    }

    [Fact(Timeout = 600_000)]
    public async Task The_publish_command_gives_a_host_that_a_user_without_rights_can_run()
    {
        var (source, app, data) = (Subfolder("src"), Subfolder("app"), Subfolder("data"));
        await Dockerfile.CopyContextAsync(source);
        await PublishAsync(source, app);
        using var host = await StartAsync(app, data);
        var output = new StringWriter();
        var address = await AddressAsync(host.StandardOutput, output);

        using (var channel = GrpcChannel.ForAddress(address))
        {
            var client = new UserService.UserServiceClient(channel);
            var created = await client.CreateUserAsync(new CreateUserRequest { User = new User { Name = "Ada", Email = "ada@image.example" } });
            Assert.Equal("Ada", (await client.GetUserAsync(new GetUserRequest { Id = created.Id })).Name);
        }

        Assert.NotEqual("0", Uid().Match(await File.ReadAllTextAsync($"/proc/{host.Id}/status")).Groups[1].Value);
        Assert.NotEmpty(Directory.EnumerateFiles(data, "showcase.db"));

        using var stop = Process.Start("kill", ["-TERM", $"{host.Id}"]);
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, host.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Subfolder(string name) => _folder.CreateSubdirectory(name).FullName;

    private static async Task PublishAsync(string source, string app)
    {
        var command = Dockerfile.Read()["RUN"].Single(command => command.StartsWith("dotnet publish ", StringComparison.Ordinal));
        Assert.EndsWith(" /app", command);
        // Neither nodes nor compiler servers may outlive the test; the variables of the test's own build mean nothing there.
        var clean = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase))
            .SelectMany(name => new[] { "--unset", name });
        (await Command.RunAsync(
            "env",
            [.. clean, "--chdir", source, "MSBUILDDISABLENODEREUSE=1", "UseSharedCompilation=false", "sh", "-c", command.Replace("/app", app)])).Succeeded();
    }

    private async Task<Process> StartAsync(string app, string data)
    {
        var entryPoint = JsonSerializer.Deserialize<string[]>(Dockerfile.Read()["ENTRYPOINT"].Single())!.Select(argument => argument.Replace("/data", data));
        // Everybody may read what was published, as in the image; the data belong to the user that runs the host.
        (await Command.RunAsync("chmod", "-R", "a+rX", _folder.FullName)).Succeeded();
        (await Command.RunAsync("chmod", "a+rwx", data)).Succeeded();
        string[] asNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        string[] command = [.. asNobody, "env", "DOTNET_EnableDiagnostics=0", .. entryPoint, "--port", "0"];
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = app, RedirectStandardOutput = true })!;
    }

    private static async Task<Uri> AddressAsync(StreamReader output, StringWriter seen)
    {
        while (await output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            await seen.WriteLineAsync(line);
            if (Address().Match(line) is { Success: true } address)
            {
                _ = output.ReadToEndAsync(CancellationToken.None);
                return new Uri(address.Value);
            }
        }

        throw new InvalidOperationException($"The host ended:\n{seen}");
    }

    [GeneratedRegex("(?<=^gRPC over HTTP/2 without TLS at )http://[^ ]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^Uid:\s+([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Uid();
}
