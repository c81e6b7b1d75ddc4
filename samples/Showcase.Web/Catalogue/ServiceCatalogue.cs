// The services of the host, as its reflection service lists them.

using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using Showcase.Web.Calls;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Showcase.Web.Catalogue;

/// <param name="Name">Full name.</param>
/// <param name="Descriptor">Null when the page has no code for it and cannot call it.</param>
internal sealed record HostedService(string Name, ServiceDescriptor? Descriptor);

internal sealed class ServiceCatalogue(TunnelCallInvoker tunnel)
{
    private Task<IReadOnlyList<HostedService>>? _services;

    /// <summary>The services, ordered by name; asked for once.</summary>
    /// <exception cref="RpcException">The host does not answer; the next call asks again.</exception>
    public Task<IReadOnlyList<HostedService>> ServicesAsync() =>
        _services is null or { IsFaulted: true } ? _services = LoadAsync() : _services;

    private async Task<IReadOnlyList<HostedService>> LoadAsync()
    {
        using var call = new ServerReflection.ServerReflectionClient(tunnel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        var services = new List<HostedService>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            services.AddRange(response.ListServicesResponse.Service.Select(service => new HostedService(service.Name, KnownTypes.FindService(service.Name))));
        }

        return [.. services.OrderBy(service => service.Name, StringComparer.Ordinal)];
    }
}
