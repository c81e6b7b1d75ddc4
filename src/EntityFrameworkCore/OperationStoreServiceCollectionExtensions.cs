using GrpcSdk.AspNetCore.Operations;
using GrpcSdk.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers durable long-running operations.</summary>
public static class OperationStoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="OperationService"/> whose operations are kept in the database of <typeparamref name="TContext"/>,
    /// whatever store was registered before. Register the context with <c>AddDbContextFactory</c>.
    /// </summary>
    /// <typeparam name="TContext">Your context, with <see cref="OperationModelBuilderExtensions.AddGrpcOperations"/> in its model.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="pollInterval">How often a wait asks the database for changes by other replicas; one second when <see langword="null"/>.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is zero or less.</exception>
    public static IServiceCollection AddGrpcOperations<TContext>(this IServiceCollection services, TimeSpan? pollInterval = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pollInterval ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(pollInterval));
        services.Replace(ServiceDescriptor.Singleton<IOperationStore>(provider => new OperationStore<TContext>(
            provider.GetRequiredService<IDbContextFactory<TContext>>(),
            provider.GetRequiredService<TimeProvider>(),
            pollInterval)));
        return services.AddGrpcOperations();
    }
}
