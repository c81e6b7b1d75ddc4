// The page on which a person looks at the services and calls them: its files, gRPC-Web, and the hub for its streams.

using Showcase.Web.Calls;

namespace Showcase.Page;

internal static class PageArea
{
    // A request of the page has one message, and gRPC takes messages of up to 4 MiB; JSON writes four bytes for three.
    private const int MaxRequestBytes = 6 << 20;

    public static IServiceCollection AddPage(this IServiceCollection services)
    {
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = MaxRequestBytes);
        return services.AddSingleton<OwnChannel>();
    }

    public static void MapPage(this WebApplication app)
    {
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.MapStaticAssets();
        app.MapHub<CallsHub>("/" + CallTunnel.Path);
        app.MapFallbackToFile("index.html");
    }
}
