// Builds the host: Kestrel, the services, their database, health and reflection.

using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.EntityFrameworkCore;
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
using Showcase.Observability;
using Showcase.Orders;
using Showcase.Page;
using Showcase.Products;
using Showcase.Security;
using Showcase.Uploads;
using Showcase.Users;

[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]

namespace Showcase.Hosting;

internal static class ShowcaseHost
{
    /// <summary>Starts a host. Stop and dispose of it when done.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="HostRefusedException">The settings must not be.</exception>
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
    public static HostEndpoints Endpoints(this WebApplication app) => app.Services.GetRequiredService<HostEndpoints>();

    /// <summary>Where a started host listens for gRPC without TLS.</summary>
    public static Uri Address(this WebApplication app) => app.Endpoints().Plain;

    private static WebApplication Build(ShowcaseOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment,
            // The files of the page are beside the program, wherever that is started.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(options.Settings);
        var databasePath = options.DatabasePath ?? SqliteDatabase.DefaultPath();
        var developmentIssuer = DevelopmentIssuer.IsOn(builder.Configuration, builder.Environment);
        var limits = options.Limits ?? builder.Configuration.GetSection(HostLimits.Section).Get<HostLimits>() ?? new HostLimits();
        var endpoints = new HostEndpoints();
        var certificates = Certificates(builder, databasePath);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => endpoints.Listen(kestrel, options, limits, certificates));
        ConfigureLogging(builder.Logging, options);
        if (options.Page)
        {
            builder.WebHost.UseStaticWebAssets();
            builder.Services.AddPage();
        }

        builder.Services.AddSingleton(endpoints);
        builder.Services.AddSecurity(developmentIssuer, limits);
        AddServices(builder.Services, builder.Configuration, databasePath, limits);
        var app = builder.Build();
        app.UseServedBy();
        app.UseGrpcSdk();
        UnfinishedMessages.Use(app, limits);
        app.MapGrpcSdkServices();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapMetrics();
        if (options.Page)
        {
            app.MapPage();
        }

        if (developmentIssuer)
        {
            app.MapPost(DevelopmentIssuer.Path, (HttpRequest request, DevelopmentIssuer issuer) => issuer.AnswerAsync(request));
        }

        return app;
    }

    // The certificates are as short-lived as the process, so nobody disposes of them before it ends.
    private static HostCertificates? Certificates(WebApplicationBuilder builder, string databasePath) =>
        builder.Configuration[HostCertificates.FolderSetting] is { Length: > 0 } folder ? HostCertificates.Read(folder)
        : builder.Environment.IsDevelopment() ? HostCertificates.Make(Path.ChangeExtension(databasePath, ".certificates"))
        : null;

    private static void ConfigureLogging(ILoggingBuilder logging, ShowcaseOptions options)
    {
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // Each call has its own line, written by GrpcSdk.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Grpc.", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // Who starts the host gets the exception and reports it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (options.Quiet)
        {
            logging.ClearProviders();
        }
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, string databasePath, HostLimits limits)
    {
        var logsFolder = configuration[LogsArea.FolderSetting] ?? Path.ChangeExtension(databasePath, ".logs");
        var uploadsFolder = configuration[UploadsArea.FolderSetting] ?? Path.ChangeExtension(databasePath, ".uploads");
        services.AddShowcaseDatabase(configuration, databasePath);
        services.Configure<GrpcRecoveryOptions>(DatabaseErrors.Map);
        services.AddSingleton(TimeProvider.System);
        services.AddGrpcPageTokens(ConfigurePageTokens);
        services.AddLive(configuration);
        services.AddBatchJobs();
        services.AddChat();
        services.AddCollaboration();
        services.AddEvents();
        services.AddGames();
        services.AddInventory();
        services.AddLogs(logsFolder);
        services.AddOrders(configuration);
        services.AddProducts();
        services.AddUploads(uploadsFolder);
        services.AddUsers();

        services.AddGrpcSdkServices(grpc => grpc.MaxReceiveMessageSize = limits.MessageBytes);
        // Every stream here goes on where it was, on another replica: there is nothing to wait for.
        services.AddGrpcDrain(drain =>
        {
            drain.StreamGrace = TimeSpan.FromMilliseconds(100);
            configuration.GetSection("Drain").Bind(drain);
        });
        services.AddGrpcReflection();
        services.AddHealth(configuration, uploadsFolder, logsFolder);
        services.AddTelemetry(configuration);
    }

    // Replicas share the database, so a page token of one is good for the others.
    private static void ConfigurePageTokens(PageTokenOptions tokens, IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContext();
        tokens.Keys.Add(new PageTokenKey(id: 1, SharedSecret.Get(db, "page-tokens")));
        tokens.ErrorDomain = RpcErrors.Domain;
    }
}
