// What the host itself offers: health and reflection.

using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace Showcase.Tour;

internal static class HostTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("health", "Check the host and one service", CheckAsync),
        new("health", "Watch a service", WatchAsync),
        new("reflection", "List the services without a .proto", ReflectAsync),
    ];

    private static async Task<string> CheckAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new Health.HealthClient(tour.Channel);
        var host = await client.CheckAsync(new HealthCheckRequest(), cancellationToken: cancellationToken);
        var users = await client.CheckAsync(new HealthCheckRequest { Service = "acme.users.v1.UserService" }, cancellationToken: cancellationToken);
        Expect.Equal(HealthCheckResponse.Types.ServingStatus.Serving, host.Status, "health of the host");
        Expect.Equal(HealthCheckResponse.Types.ServingStatus.Serving, users.Status, "health of the users");
        await Expect.StatusAsync(
            StatusCode.NotFound,
            async () => await client.CheckAsync(new HealthCheckRequest { Service = "acme.none.v1.None" }, cancellationToken: cancellationToken));
        return "both SERVING after a query of the database; NOT_FOUND for an unknown service";
    }

    private static async Task<string> WatchAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new Health.HealthClient(tour.Channel);
        using var watch = client.Watch(new HealthCheckRequest { Service = "acme.users.v1.UserService" }, cancellationToken: cancellationToken);
        await foreach (var response in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (response.Status == HealthCheckResponse.Types.ServingStatus.Serving)
            {
                return "SERVING pushed to the watcher";
            }
        }

        throw new UnexpectedException("the watch ended before the service was SERVING");
    }

    private static async Task<string> ReflectAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new ServerReflection.ServerReflectionClient(tour.Channel);
        using var call = client.ServerReflectionInfo(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" }, cancellationToken);
        Expect.True(await call.ResponseStream.MoveNext(cancellationToken), "reflection answers");
        await call.RequestStream.CompleteAsync();

        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        Expect.True(services.Contains("acme.users.v1.UserService"), "acme.users.v1.UserService is listed");
        Expect.True(services.Contains("acme.users.v2.UserService"), "acme.users.v2.UserService is listed");
        return $"{services.Count} services, users v1 and v2 side by side";
    }
}
