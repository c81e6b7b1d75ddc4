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
    /// <exception cref="NotImplementedException">Grpc.AspNetCore.Server is older than 2.71, whose builders know no final conventions.</exception>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        // Through the interface, because older builders do not have the method themselves.
        foreach (IEndpointConventionBuilder service in services)
        {
            service.Finally(finallyConvention);
        }
    }
}
