// What the users need in the container.

namespace Showcase.Users;

internal static class UsersArea
{
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services.AddSingleton<UserDirectory>();
}
