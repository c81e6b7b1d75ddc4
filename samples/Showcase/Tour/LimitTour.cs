// Limits: how much a caller may ask for before the host says no.

using System.Net.Sockets;
using Acme.Events.V1;
using Acme.Game.V1;
using Acme.Uploads.V1;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk;
using Showcase.Hosting;

namespace Showcase.Tour;

internal static class LimitTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("limits", "A message that is too large", MessageSizeAsync),
        new("limits", "Too many messages in a stream", StreamRateAsync),
        new("limits", "Too many streams at once", SubscriptionsAsync),
        new("limits", "Too many connections", ConnectionsAsync),
    ];

    private static async Task<string> MessageSizeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        using var image = new MemoryStream(new byte[5 << 20]);
        var error = await Expect.StatusAsync(
            StatusCode.ResourceExhausted,
            () => client.UploadImagesAsync(
                new(image, new() { Filename = "huge.png" }),
                chunkSize: (int)image.Length,
                callOptions: new CallOptions(cancellationToken: cancellationToken)));
        return $"RESOURCE_EXHAUSTED before the message was read: {error.Status.Detail}";
    }

    private static async Task<string> StreamRateAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var host = await tour.StartHostAsync(
            database: null,
            options => options with { Limits = new HostLimits(StreamMessagesPerSecond: 10, StreamBurst: 100) },
            cancellationToken);
        using var channel = GrpcChannel.ForAddress(host.Address());
        using var call = new GameService.GameServiceClient(channel).PlayGame(cancellationToken: cancellationToken);
        var action = new GameAction { PlayerId = "flood", GameId = "flood", ActionType = "join" };
        var sent = 0;
        var error = await Expect.StatusAsync(StatusCode.ResourceExhausted, async () =>
        {
            // As fast as the flow control of HTTP/2 lets it.
            var reading = ReadToEndAsync(call.ResponseStream, cancellationToken);
            while (!reading.IsCompleted)
            {
                try
                {
                    await call.RequestStream.WriteAsync(action, cancellationToken);
                    action = new GameAction(action) { ActionType = "move", Sequence = ++sent };
                }
                catch (Exception exception) when (exception is RpcException or InvalidOperationException)
                {
                    // The server ended the call; its status comes with the response.
                    break;
                }
            }

            await reading;
        });
        Expect.True(error.GetRetryDelay() is not null, "a delay to wait comes with it");
        return $"RESOURCE_EXHAUSTED with RetryInfo within {sent} messages";
    }

    private static async Task<string> SubscriptionsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var host = await tour.StartHostAsync(
            database: null,
            options => options with { Limits = new HostLimits(SubscriptionsPerCaller: 1) },
            cancellationToken);
        using var channel = GrpcChannel.ForAddress(host.Address());
        var client = new EventService.EventServiceClient(channel);
        using var first = client.SubscribeToEvents(new SubscribeRequest(), cancellationToken: cancellationToken);
        await first.ResponseHeadersAsync;
        using var second = client.SubscribeToEvents(new SubscribeRequest(), cancellationToken: cancellationToken);
        var error = await Expect.StatusAsync(StatusCode.ResourceExhausted, () => second.ResponseStream.MoveNext(cancellationToken));
        Expect.True(error.GetRetryDelay() is not null, "a delay to wait comes with it");
        return $"the second subscription of a caller that may have one got RESOURCE_EXHAUSTED, retry in {error.GetRetryDelay()!.Value.TotalSeconds} s";
    }

    private static async Task<string> ConnectionsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var host = await tour.StartHostAsync(
            database: null,
            options => options with { Limits = new HostLimits(Connections: 1) },
            cancellationToken);
        using var holder = new TcpClient();
        await holder.ConnectAsync(host.Address().Host, host.Address().Port, cancellationToken);
        // The settings of the server show that the connection was taken in, and counts.
        await holder.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), cancellationToken);
        await holder.GetStream().ReadExactlyAsync(new byte[9], cancellationToken);

        using var clients = TourClients.Create(host.Address());
        var error = await Expect.FailureAsync(() => ListAsync(clients, cancellationToken));
        // The client sees a reset connection (UNAVAILABLE) or one that ended before its handshake (INTERNAL), whichever comes first.
        Expect.True(error.StatusCode is StatusCode.Unavailable or StatusCode.Internal, $"no connection: {error.Status.Detail}");

        holder.Close();
        await UntilAcceptedAsync(() => ListAsync(clients, cancellationToken), cancellationToken);
        return "a host that takes one connection closed the second before it carried a call; it took it in when the first had gone";
    }

    private static async Task ListAsync(TourClients clients, CancellationToken cancellationToken) =>
        await clients.Users.ListUsersAsync(new Acme.Users.V1.ListUsersRequest(), cancellationToken: cancellationToken);

    // The host learns that a connection has gone a moment after its other end has.
    private static async Task UntilAcceptedAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal && attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static async Task ReadToEndAsync<T>(IAsyncStreamReader<T> stream, CancellationToken cancellationToken)
    {
        while (await stream.MoveNext(cancellationToken))
        {
        }
    }
}
