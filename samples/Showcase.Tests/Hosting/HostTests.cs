// The host itself: health follows the database, a taken port is a clear error.

using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Data;
using Showcase.Hosting;
using Showcase.Tests.Support;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Showcase.Tests.Hosting;

public sealed class HostTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    [Fact(Timeout = 30_000)]
    public async Task Watchers_see_a_service_go_down_with_its_tables_and_come_back_with_them()
    {
        var client = new Health.HealthClient(showcase.Channel);
        var request = new HealthCheckRequest { Service = "acme.users.v1.UserService" };
        using var watch = client.Watch(request, cancellationToken: TestContext.Current.CancellationToken);
        await WaitForAsync(watch, ServingStatus.Serving);

        await ExecuteAsync("ALTER TABLE users RENAME TO hidden");
        await WaitForAsync(watch, ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(request)).Status);

        await ExecuteAsync("ALTER TABLE hidden RENAME TO users");
        await WaitForAsync(watch, ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(request)).Status);
    }

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
        Assert.Matches(@"grpcsdk-showcase[/\\]showcase-[0-9a-f]{8}\.db$", Database.DefaultPath());

    private static async Task WaitForAsync(AsyncServerStreamingCall<HealthCheckResponse> watch, ServingStatus status)
    {
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }
        while (watch.ResponseStream.Current.Status != status);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
