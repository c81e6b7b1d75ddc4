using Microsoft.AspNetCore.Builder;

namespace GrpcSdk.AspNetCore;

/// <summary>Adds conventions to several mapped services at once.</summary>
/// <param name="services">The services.</param>
public sealed class GrpcServicesConventionBuilder(params GrpcServiceEndpointConventionBuilder[] services) : IEndpointConventionBuilder
{
    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var service in services)
        {
            service.Add(convention);
        }
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var service in services)
        {
            service.Finally(finallyConvention);
        }
    }
}
