// What the games need in the container.

namespace Showcase.Game;

internal static class GameArea
{
    public static IServiceCollection AddGames(this IServiceCollection services) =>
        services.AddSingleton<GameStore>().AddSingleton<GameRooms>().AddSingleton<GameForwarder>();
}
