// The host itself: a taken port is a clear error.

using System.Net;
using System.Net.Sockets;
using Showcase.Data;
using Showcase.Tests.Support;

namespace Showcase.Tests.Hosting;

public sealed class HostTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    [Fact]
    public async Task A_taken_port_is_named_in_one_line_of_error_and_the_exit_code_is_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var host = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), "--port", $"{port}", "--database", showcase.DatabasePath);

        Assert.Equal(1, host.ExitCode);
        Assert.Matches($"^.*{port}.*in use.*--port.*\n$", host.Error);
    }

    [Fact]
    public void The_default_database_is_named_after_its_tables() =>
        Assert.Matches(@"grpcsdk-showcase[/\\]showcase-[0-9a-f]{8}\.db$", SqliteDatabase.DefaultPath());
}
