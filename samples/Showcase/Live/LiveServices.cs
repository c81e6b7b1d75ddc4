// What live streams need in the container.

namespace Showcase.Live;

internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<INotifier, LocalNotifier>();
}
