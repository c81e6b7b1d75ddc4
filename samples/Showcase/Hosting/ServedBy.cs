// Says in a response header which of several hosts answered, where the hosts have names.

namespace Showcase.Hosting;

internal static class ServedBy
{
    /// <summary>The setting that names a host, such as the name of a pod.</summary>
    public const string Setting = "ServedBy";

    /// <summary>The header that carries it.</summary>
    public const string Header = "x-served-by";

    public static void UseServedBy(this WebApplication app)
    {
        if (app.Configuration[Setting] is { Length: > 0 } name)
        {
            app.Use((context, next) =>
            {
                context.Response.Headers[Header] = name;
                return next(context);
            });
        }
    }
}
