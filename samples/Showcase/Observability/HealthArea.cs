// Health: which service stands on what, so that Check and Watch answer for the host, each service and each dependency.

using Acme.Analytics.V1;
using Acme.BatchJobs.V1;
using Acme.Chat.V1;
using Acme.Collaboration.V1;
using Acme.Events.V1;
using Acme.Game.V1;
using Acme.Inventory.V1;
using Acme.Logs.V1;
using Acme.Orders.V1;
using Acme.Products.V1;
using Acme.Uploads.V1;
using Google.LongRunning;
using Grpc.AspNetCore.HealthChecks;
using Grpc.Health.V1;
using GrpcSdk;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Showcase.Data;
using Showcase.Live;

[assembly: GrpcClient<Health.HealthClient>(Name = Showcase.Observability.InventoryHealthCheck.ClientName)]

namespace Showcase.Observability;

internal static class HealthArea
{
    /// <summary>The name to ask a liveness probe with: SERVING as long as the process answers, whatever becomes of its dependencies.</summary>
    public const string Live = "live";

    public const string DatabaseDependency = "database";
    public const string UploadsDependency = "upload-folder";
    public const string LogsDependency = "log-folder";
    public const string InventoryDependency = "inventory";

    /// <summary>Where there is Redis. No service depends on it.</summary>
    public const string RedisDependency = "redis";

    private const string Drain = "grpc_drain";

    private static readonly string[] Own = [DatabaseDependency, UploadsDependency, LogsDependency];

    private static readonly Dictionary<string, string[]> Services = new()
    {
        [AnalyticsService.Descriptor.FullName] = [],
        [BatchJobService.Descriptor.FullName] = [DatabaseDependency],
        [ChatService.Descriptor.FullName] = [DatabaseDependency],
        [CollaborationService.Descriptor.FullName] = [DatabaseDependency],
        [EventService.Descriptor.FullName] = [DatabaseDependency],
        [GameService.Descriptor.FullName] = [DatabaseDependency],
        [InventoryService.Descriptor.FullName] = [DatabaseDependency],
        [LogService.Descriptor.FullName] = [LogsDependency],
        [Operations.Descriptor.FullName] = [DatabaseDependency],
        [OrderService.Descriptor.FullName] = [DatabaseDependency, InventoryDependency],
        [ProductService.Descriptor.FullName] = [DatabaseDependency],
        [UploadService.Descriptor.FullName] = [DatabaseDependency, UploadsDependency],
        [Acme.Users.V1.UserService.Descriptor.FullName] = [DatabaseDependency],
        [Acme.Users.V2.UserService.Descriptor.FullName] = [DatabaseDependency],
    };

    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">May name Redis.</param>
    /// <param name="uploadsFolder">Where uploads are kept.</param>
    /// <param name="logsFolder">Where the log is kept.</param>
    public static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration, string uploadsFolder, string logsFolder)
    {
        var redis = !string.IsNullOrEmpty(configuration.GetConnectionString(RedisNotifier.Redis));
        var checks = services.AddGrpcHealthChecks(health => Map(health.Services, redis))
            .AddCheck(Live, () => HealthCheckResult.Healthy())
            .AddCheck<DatabaseHealthCheck>(DatabaseDependency)
            .AddCheck(UploadsDependency, new FolderHealthCheck(uploadsFolder))
            .AddCheck(LogsDependency, new FolderHealthCheck(logsFolder))
            .AddCheck<InventoryHealthCheck>(InventoryDependency);
        if (redis)
        {
            checks.AddCheck<RedisHealthCheck>(RedisDependency);
        }

        return services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = TimeSpan.FromSeconds(2);
        });
    }

    private static void Map(ServiceMappingCollection names, bool redis)
    {
        names.Clear();
        names.Map(Live, check => check.Name == Live);

        // The host as a whole: not what it calls, or one broken service would take every other out of rotation.
        Map(names, "", Own);
        foreach (var (service, dependencies) in Services)
        {
            Map(names, service, dependencies);
        }

        foreach (var dependency in (string[])[.. Own, InventoryDependency, .. redis ? [RedisDependency] : Array.Empty<string>()])
        {
            names.Map(dependency, check => check.Name == dependency);
        }
    }

    private static void Map(ServiceMappingCollection names, string name, string[] dependencies) =>
        names.Map(name, check => check.Name is Live or Drain || dependencies.Contains(check.Name));
}
