// Health of each service follows what it stands on, and nothing else; watchers are told.

using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Data;
using Showcase.Hosting;
using Showcase.Logs;
using Showcase.Observability;
using Showcase.Tests.Support;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Showcase.Tests.Observability;

public class HealthTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private const string Users = "acme.users.v1.UserService";
    private const string Uploads = "acme.uploads.v1.UploadService";
    private const string Orders = "acme.orders.v1.OrderService";

    private readonly Health.HealthClient _client = new(showcase.Channel);

    [Fact(Timeout = 300_000)]
    public async Task Every_service_of_the_host_and_every_dependency_is_serving()
    {
        var services = showcase.App.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
            .OfType<string>()
            .Where(name => !name.StartsWith("grpc.", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.Contains(Users, services);

        string[] names =
        [
            "", HealthArea.Live, HealthArea.DatabaseDependency, HealthArea.UploadsDependency, HealthArea.LogsDependency, HealthArea.InventoryDependency, .. services,
        ];
        foreach (var name in names)
        {
            Assert.Equal((name, ServingStatus.Serving), (name, await CheckAsync(name)));
        }

        Assert.Equal(StatusCode.NotFound, await Calls.StatusOfAsync(async () => await CheckAsync("acme.none.v1.NoneService")));
    }

    [Fact(Timeout = 300_000)]
    public async Task Watchers_see_services_go_down_with_their_database_and_come_back_with_it()
    {
        using var users = await WatchAsync(Users);
        using var database = await WatchAsync(HealthArea.DatabaseDependency);
        using var orders = await WatchAsync(Orders);

        await ExecuteAsync("ALTER TABLE users RENAME TO hidden");
        await WaitForAsync(users, ServingStatus.NotServing);
        await WaitForAsync(database, ServingStatus.NotServing);
        await WaitForAsync(orders, ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(""));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(HealthArea.InventoryDependency));
        Assert.Equal(ServingStatus.Serving, await CheckAsync("acme.analytics.v1.AnalyticsService"));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(HealthArea.Live));

        await ExecuteAsync("ALTER TABLE hidden RENAME TO users");
        await WaitForAsync(users, ServingStatus.Serving);
        await WaitForAsync(orders, ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(""));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_folder_that_is_gone_takes_down_only_what_needs_it()
    {
        var folder = Path.ChangeExtension(showcase.DatabasePath, ".uploads");
        using var uploads = await WatchAsync(Uploads);

        Directory.Move(folder, folder + ".gone");
        await WaitForAsync(uploads, ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(HealthArea.UploadsDependency));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(HealthArea.LogsDependency));

        Directory.Move(folder + ".gone", folder);
        await WaitForAsync(uploads, ServingStatus.Serving);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_host_in_a_fresh_folder_is_healthy_from_the_beginning()
    {
        var options = await showcase.OptionsAsync("fresh");
        options = options with { DatabasePath = Path.Combine(Path.GetDirectoryName(options.DatabasePath)!, "fresh", "showcase.db"), Settings = new Dictionary<string, string?>(options.Settings!) };
        Directory.CreateDirectory(Path.GetDirectoryName(options.DatabasePath)!);
        await using var host = await ShowcaseHost.StartAsync(options, TestContext.Current.CancellationToken);
        using var channel = GrpcChannel.ForAddress(host.Address());
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = HealthArea.LogsDependency }, cancellationToken: TestContext.Current.CancellationToken);

        // Before the first look it is UNKNOWN, or NOT_SERVING.
        await WaitForAsync(watch, ServingStatus.Serving);

        Assert.DoesNotContain(host.Services.GetRequiredService<LogFiles>().ReadAfter(0), entry => entry.Line.Contains("Unhealthy", StringComparison.Ordinal));
    }

    private async Task<ServingStatus> CheckAsync(string name) => (await _client.CheckAsync(new HealthCheckRequest { Service = name })).Status;

    private async Task<AsyncServerStreamingCall<HealthCheckResponse>> WatchAsync(string name)
    {
        var watch = _client.Watch(new HealthCheckRequest { Service = name }, cancellationToken: TestContext.Current.CancellationToken);
        await WaitForAsync(watch, ServingStatus.Serving);
        return watch;
    }

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
