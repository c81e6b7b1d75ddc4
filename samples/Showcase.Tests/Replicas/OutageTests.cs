// PostgreSQL or Redis are gone for a while: what callers are told, and that the host recovers without a restart.

using Acme.Events.V1;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using GrpcSdk;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Showcase.Hosting;
using Showcase.Logs;
using Showcase.Observability;
using Showcase.Tests.Support;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Showcase.Tests.Replicas;

[OnServers]
public sealed class OutageTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private const string PostgresSetting = "ConnectionStrings:Postgres";
    private const string RedisSetting = "ConnectionStrings:Redis";

    [Fact(Timeout = 300_000)]
    public async Task Without_PostgreSQL_calls_are_UNAVAILABLE_with_a_delay_and_with_it_they_go_on()
    {
        var postgres = (await Servers.ForTestAsync()).Postgres;
        using var relay = new TcpRelay(postgres.Port);
        await using var host = await StartAsync("postgres-outage", (PostgresSetting, settings =>
            new NpgsqlConnectionStringBuilder(settings) { Port = relay.Port }.ToString()));
        using var channel = GrpcChannel.ForAddress(host.Address());
        var users = new UserService.UserServiceClient(channel);
        var health = new Health.HealthClient(channel);
        await users.ListUsersAsync(new ListUsersRequest());

        relay.Stop();
        AssertIsAway(await Assert.ThrowsAsync<RpcException>(async () => await users.ListUsersAsync(new ListUsersRequest())), postgres.Password);
        AssertIsAway(await Assert.ThrowsAsync<RpcException>(async () => await users.CreateUserAsync(New("during"))), postgres.Password);
        await WaitForAsync(health, HealthArea.DatabaseDependency, ServingStatus.NotServing);
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = HealthArea.Live })).Status);

        relay.Start();
        await WaitForAsync(health, HealthArea.DatabaseDependency, ServingStatus.Serving);
        Assert.Equal("after@example.com", (await CreateAsync(users, New("after"), postgres.Password)).Email);
        await host.StopAsync();
        AssertLogHasNone(host, postgres.Password);
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Servers.RedisKinds), MemberType = typeof(Servers))]
    public async Task Without_Redis_streams_go_on_and_nothing_is_lost(string kind)
    {
        var redis = await Servers.RedisAsync(kind);
        using var relay = new TcpRelay(redis.Port);
        await using var cut = await StartAsync($"redis-outage-{kind}", (RedisSetting, _ => redis.ConnectionStringOn(relay.Port)));
        await using var other = await StartAsync($"redis-outage-{kind}", (RedisSetting, _ => redis.ConnectionString));
        using var channel = GrpcChannel.ForAddress(cut.Address());
        using var otherChannel = GrpcChannel.ForAddress(other.Address());
        var health = new Health.HealthClient(channel);
        var events = new EventService.EventServiceClient(otherChannel);
        using var call = new EventService.EventServiceClient(channel).SubscribeToEvents(new SubscribeRequest { EventTypes = { "outage" } });
        await call.ResponseHeadersAsync;
        await WaitForAsync(health, HealthArea.RedisDependency, ServingStatus.Serving);

        relay.Stop();
        await WaitForAsync(health, HealthArea.RedisDependency, ServingStatus.NotServing);
        await PublishAsync(events, "during");
        Assert.Equal("during", Assert.Single(await call.ResponseStream.ReadAsync(1)).Name);
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);

        relay.Start();
        await WaitForAsync(health, HealthArea.RedisDependency, ServingStatus.Serving);
        await PublishAsync(events, "after");
        Assert.Equal("after", Assert.Single(await call.ResponseStream.ReadAsync(1)).Name);
        await cut.StopAsync();
        AssertLogHasNone(cut, redis.Password);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_host_does_not_start_without_PostgreSQL_and_names_no_password()
    {
        using var nobody = new TcpRelay(serverPort: 1);
        nobody.Stop();
        var options = new ShowcaseOptions(Port: 0, Path.Combine(Path.GetDirectoryName(showcase.DatabasePath)!, "refused.db"), Quiet: true)
        {
            Settings = new Dictionary<string, string?> { [PostgresSetting] = $"Host=127.0.0.1;Port={nobody.Port};Username=u;Password=hunter2;Database=d" },
        };

        var refused = await Assert.ThrowsAsync<HostRefusedException>(() => ShowcaseHost.StartAsync(options));
        Assert.Contains("PostgreSQL does not answer", refused.Message);
        Assert.DoesNotContain("hunter2", refused.ToString());

        foreach (var (name, value) in new[] { (PostgresSetting, "Password=hunter2;Nonsense"), (RedisSetting, "127.0.0.1:1,password=hunter2,nonsense=1") })
        {
            var wrong = await Assert.ThrowsAsync<HostRefusedException>(() => ShowcaseHost.StartAsync(options with { Settings = new Dictionary<string, string?> { [name] = value } }));
            Assert.Contains("connection string", wrong.Message);
            Assert.DoesNotContain("hunter2", wrong.ToString());
        }
    }

    private async Task<WebApplication> StartAsync(string database, params (string Setting, Func<string?, string> Change)[] changes)
    {
        var options = await showcase.OptionsAsync(database);
        var settings = new Dictionary<string, string?>(options.Settings!) { [LogsArea.FolderSetting] = Path.Combine(Path.GetDirectoryName(options.DatabasePath)!, $"{Guid.CreateVersion7():N}.logs") };
        foreach (var (setting, change) in changes)
        {
            settings[setting] = change(settings[setting]);
        }

        return await ShowcaseHost.StartAsync(options with { Settings = settings });
    }

    // A pool may still hold connections that broke: as long as it is told to, the caller tries again.
    private static async Task<User> CreateAsync(UserService.UserServiceClient users, CreateUserRequest request, string secret)
    {
        while (true)
        {
            try
            {
                return await users.CreateUserAsync(request, cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                AssertIsAway(exception, secret);
            }
        }
    }

    private static void AssertIsAway(RpcException failure, string secret)
    {
        Assert.Equal((StatusCode.Unavailable, "DATABASE_UNAVAILABLE"), (failure.StatusCode, failure.GetErrorInfo()?.Reason));
        Assert.NotNull(failure.GetRetryDelay());
        Assert.DoesNotContain(secret, failure.ToString());
    }

    private static void AssertLogHasNone(WebApplication host, string secret)
    {
        var log = Directory.GetFiles(host.Configuration[LogsArea.FolderSetting]!).Select(ReadShared).ToList();
        Assert.NotEmpty(log);
        Assert.All(log, text => Assert.DoesNotContain(secret, text));
    }

    // The host still has it open.
    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static CreateUserRequest New(string name) => new() { User = new User { Name = name, Email = $"{name}@example.com" } };

    private static async Task PublishAsync(EventService.EventServiceClient client, string name) =>
        await client.PublishEventAsync(new PublishEventRequest { Event = new Event { Type = "outage", Name = name } });

    private static async Task WaitForAsync(Health.HealthClient health, string name, ServingStatus status)
    {
        using var watch = health.Watch(new HealthCheckRequest { Service = name }, cancellationToken: TestContext.Current.CancellationToken);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }
        while (watch.ResponseStream.Current.Status != status);
    }
}
