// What the events need in the container.

namespace Showcase.Events;

internal static class EventsArea
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services.AddSingleton<EventLog>();
}
