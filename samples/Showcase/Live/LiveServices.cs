// What live streams need in the container.

using StackExchange.Redis;

namespace Showcase.Live;

internal static class LiveServices
{
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">May name Redis.</param>
    /// <exception cref="Hosting.HostRefusedException">The connection string is not one.</exception>
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LocalNotifier>();
        if (configuration.GetConnectionString(RedisNotifier.Redis) is not { Length: > 0 } redis)
        {
            services.AddSingleton<INotifier>(provider => provider.GetRequiredService<LocalNotifier>());
            return Data.Database.IsShared(configuration) ? services.AddHostedService<PollingService>() : services;
        }

        var options = RedisNotifier.Options(redis);
        return services
            .AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options))
            .AddSingleton<RedisNotifier>()
            .AddSingleton<INotifier>(provider => provider.GetRequiredService<RedisNotifier>())
            .AddHostedService(provider => provider.GetRequiredService<RedisNotifier>());
    }
}
