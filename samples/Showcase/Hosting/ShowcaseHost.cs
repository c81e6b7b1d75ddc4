// Builds the host: Kestrel, the services, their database, health and reflection.

using System.Net;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Showcase.BatchJobs;
using Showcase.Chat;
using Showcase.Collaboration;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Events;
using Showcase.Game;
using Showcase.Inventory;
using Showcase.Live;
using Showcase.Logs;
using Showcase.Orders;
using Showcase.Products;
using Showcase.Uploads;
using Showcase.Users;

[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]

namespace Showcase.Hosting;

internal static class ShowcaseHost
{
    /// <summary>Starts a host. Stop and dispose of it when done.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(ShowcaseOptions options, CancellationToken cancellationToken = default)
    {
        var app = Build(options);
        try
        {
            await Database.PrepareAsync(app.Services, cancellationToken);
            await app.Services.GetRequiredService<Catalogue>().FillAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
            OrdersArea.UseOwnAddress(app.Configuration, app.Address());
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a started host listens, as a client of this machine reaches it.</summary>
    public static Uri Address(this WebApplication app) =>
        new(app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal));

    private static WebApplication Build(ShowcaseOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            options.Loopback ? IPAddress.Loopback : IPAddress.IPv6Any,
            options.Port,
            listener => listener.Protocols = HttpProtocols.Http2));
        ConfigureLogging(builder.Logging, options);

        AddServices(builder.Services, builder.Configuration, options);
        var app = builder.Build();
        app.UseGrpcSdk();
        app.MapGrpcSdkServices();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, ShowcaseOptions options)
    {
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // Who starts the host gets the exception and reports it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.Quiet)
        {
            logging.ClearProviders();
        }
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, ShowcaseOptions options)
    {
        var databasePath = options.DatabasePath ?? Database.DefaultPath();
        services.AddShowcaseDatabase(databasePath);
        services.AddSingleton(TimeProvider.System);
        services.AddGrpcPageTokens(ConfigurePageTokens);
        services.AddLive();
        services.AddBatchJobs();
        services.AddChat();
        services.AddCollaboration();
        services.AddEvents();
        services.AddGames();
        services.AddInventory();
        services.AddLogs(Path.ChangeExtension(databasePath, ".logs"));
        services.AddOrders(configuration);
        services.AddProducts();
        services.AddUploads(Path.ChangeExtension(databasePath, ".uploads"));
        services.AddUsers();

        services.AddGrpcSdkServices();
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks(health => health.Services.Map("acme.users.v1.UserService", check => check.Tags.Contains("database")))
            .AddCheck<DatabaseHealthCheck>("database", tags: ["database"]);
        services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = TimeSpan.FromSeconds(2);
        });
    }

    // Replicas share the database, so a page token of one is good for the others.
    private static void ConfigurePageTokens(PageTokenOptions tokens, IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContext();
        tokens.Keys.Add(new PageTokenKey(id: 1, SharedSecret.Get(db, "page-tokens")));
        tokens.ErrorDomain = RpcErrors.Domain;
    }
}
