using Grpc.Net.Client.Balancer;
using GrpcSdk.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where clients find the addresses of a server.</summary>
public static class GrpcLoadBalancingExtensions
{
    /// <summary>
    /// Adds a resolver that asks for the addresses at an interval. A failure or an empty answer keeps the addresses
    /// known so far; without any, calls get UNAVAILABLE.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="scheme">The scheme of the addresses that it resolves: <c>registry</c> for <c>registry:///orders</c>.</param>
    /// <param name="resolve">Gives the addresses of a URI.</param>
    /// <param name="interval">The time between two questions.</param>
    public static IServiceCollection AddGrpcPollingResolver(
        this IServiceCollection services,
        string scheme,
        Func<Uri, CancellationToken, Task<IReadOnlyList<BalancerAddress>>> resolve,
        TimeSpan interval)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(resolve);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<ResolverFactory>(provider =>
            new PollingAddressResolverFactory(scheme, resolve, interval, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Adds the resolver of <c>dns:///host:port</c> with an interval at which the name is looked up again.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="refreshInterval">The time between two look-ups.</param>
    public static IServiceCollection AddGrpcDnsResolver(this IServiceCollection services, TimeSpan refreshInterval) =>
        services.AddSingleton<ResolverFactory>(new DnsResolverFactory(refreshInterval));

    /// <summary>Adds a resolver with fixed addresses for <c>static:///name</c>.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="addresses">Gives the addresses of a URI.</param>
    public static IServiceCollection AddGrpcStaticResolver(this IServiceCollection services, Func<Uri, IEnumerable<BalancerAddress>> addresses) =>
        services.AddSingleton<ResolverFactory>(new StaticResolverFactory(addresses));
}
