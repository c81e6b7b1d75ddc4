// What the chat needs in the container.

namespace Showcase.Chat;

internal static class ChatArea
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services.AddSingleton<ChatRooms>();
}
