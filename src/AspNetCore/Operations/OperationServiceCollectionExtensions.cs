using GrpcSdk.AspNetCore.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers long-running operations.</summary>
public static class OperationServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="OperationService"/> and, unless there is another <see cref="IOperationStore"/>, one in memory.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddGrpcOperations(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IOperationStore, InMemoryOperationStore>();
        services.TryAddSingleton<OperationService>();
        return services;
    }
}
