// Clients as an application registers them: by generated code, with settings from the configuration.

using Acme.Events.V1;
using Acme.Inventory.V1;
using Acme.Logs.V1;
using Acme.Users.V1;
using GrpcSdk;

[assembly: GrpcClient<EventService.EventServiceClient>]
[assembly: GrpcClient<LogService.LogServiceClient>]

namespace Showcase.Tour;

internal sealed class TourClients : IDisposable
{
    private static readonly string[] Names = [nameof(EventService), nameof(InventoryService), nameof(LogService), nameof(UserService)];
    private readonly ServiceProvider _provider;

    private TourClients(ServiceProvider provider) => _provider = provider;

    public EventService.EventServiceClient Events => _provider.GetRequiredService<EventService.EventServiceClient>();

    public InventoryService.InventoryServiceClient Inventory => _provider.GetRequiredService<InventoryService.InventoryServiceClient>();

    public LogService.LogServiceClient Logs => _provider.GetRequiredService<LogService.LogServiceClient>();

    public UserService.UserServiceClient Users => _provider.GetRequiredService<UserService.UserServiceClient>();

    /// <summary>Registers the clients. Dispose of them.</summary>
    /// <param name="address">Where the services are; any scheme that a resolver knows.</param>
    /// <param name="configure">What configuration cannot say.</param>
    /// <param name="settings">Further settings of each client, as below <c>GrpcClients:{name}</c>.</param>
    /// <param name="services">Further services, such as a resolver of addresses.</param>
    public static TourClients Create(
        Uri address,
        Action<string, IHttpClientBuilder>? configure = null,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            Names.SelectMany(name => (settings ?? new Dictionary<string, string>())
                .Append(new("Address", address.OriginalString))
                .Select(setting => KeyValuePair.Create($"GrpcClients:{name}:{setting.Key}", (string?)setting.Value))));
        var collection = new ServiceCollection().AddLogging().AddGrpcSdkClients(configuration.Build(), configure);
        services?.Invoke(collection);
        return new TourClients(collection.BuildServiceProvider());
    }

    public void Dispose() => _provider.Dispose();
}
