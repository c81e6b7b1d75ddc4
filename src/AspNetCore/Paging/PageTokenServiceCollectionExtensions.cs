using GrpcSdk.AspNetCore.Paging;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers page tokens.</summary>
public static class PageTokenServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="PageTokenProtector"/> for list methods to use.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the keys, at least; it runs when the first list method needs a token.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddGrpcPageTokens(this IServiceCollection services, Action<PageTokenOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(provider =>
        {
            var options = new PageTokenOptions { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            configure(options, provider);
            return new PageTokenProtector(options);
        });
        return services;
    }
}
