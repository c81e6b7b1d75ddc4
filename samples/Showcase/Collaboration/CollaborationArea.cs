// What the documents need in the container.

namespace Showcase.Collaboration;

internal static class CollaborationArea
{
    public static IServiceCollection AddCollaboration(this IServiceCollection services) => services.AddSingleton<Documents>();
}
