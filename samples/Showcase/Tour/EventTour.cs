// Events: a subscriber that comes late, breaks off and comes back sees every event once.

using Acme.Events.V1;
using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace Showcase.Tour;

internal static class EventTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("events", "SubscribeToEvents: replay, live, reconnect", ReplayAsync),
        new("events", "A change of a user is an event", UserEventAsync),
    ];

    private static async Task<string> ReplayAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var publisher = new EventService.EventServiceClient(tour.Channel);
        var first = await PublishAsync(publisher, 0, cancellationToken);
        await PublishAsync(publisher, 1..20, cancellationToken);

        // Generated from the stream and its resume token: subscribes again where it broke off.
        await using var wire = new Wire(tour.Address);
        using var channel = GrpcChannel.ForAddress(wire.Address);
        var request = new SubscribeRequest { EventTypes = { "tour.*" }, Since = first.CreatedAt };
        await using var events = new EventService.EventServiceClient(channel).SubscribeToEventsResumable(request).GetAsyncEnumerator(cancellationToken);
        var live = PublishAsync(publisher, 20..40, cancellationToken);
        var seen = await ReadAsync(events, 40);
        await live;
        wire.Cut();
        await PublishAsync(publisher, 40..60, cancellationToken);
        seen.AddRange(await ReadAsync(events, 20));

        Expect.True(seen.Select(message => message.OptionalCount ?? -1).SequenceEqual(Enumerable.Range(0, 60)), "60 events, each once, in order");
        Expect.Equal(2, wire.Connections, "connections");
        return "20 events replayed, 20 live, the connection cut, and 20 more over another one: no gap, no duplicate";
    }

    private static async Task<string> UserEventAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var events = new EventService.EventServiceClient(tour.Channel);
        var users = new UserService.UserServiceClient(tour.Channel);
        using var call = events.SubscribeToEvents(new SubscribeRequest { EventTypes = { "user.created" } }, cancellationToken: cancellationToken);
        await call.ResponseHeadersAsync;

        var user = await users.CreateUserAsync(
            new CreateUserRequest { User = new User { Name = "Observed", Email = "observed@example.com" } },
            cancellationToken: cancellationToken);
        Expect.True(await call.ResponseStream.MoveNext(cancellationToken), "an event comes");
        Expect.Equal($"{user.Id}", call.ResponseStream.Current.Attributes["user_id"], "the user of the event");
        return $"'{call.ResponseStream.Current.Name}' pushed to the subscriber";
    }

    private static async Task<Event> PublishAsync(EventService.EventServiceClient client, int number, CancellationToken cancellationToken) =>
        await client.PublishEventAsync(
            new PublishEventRequest
            {
                Event = new Event
                {
                    Type = "tour.step",
                    Name = $"Step {number}",
                    Duration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(number)),
                    OptionalCount = number,
                },
            },
            cancellationToken: cancellationToken);

    private static async Task PublishAsync(EventService.EventServiceClient client, Range numbers, CancellationToken cancellationToken)
    {
        for (var i = numbers.Start.Value; i < numbers.End.Value; i++)
        {
            await PublishAsync(client, i, cancellationToken);
        }
    }

    private static async Task<List<Event>> ReadAsync(IAsyncEnumerator<Event> events, int count)
    {
        var read = new List<Event>();
        while (read.Count < count && await events.MoveNextAsync())
        {
            read.Add(events.Current);
        }

        return read;
    }
}
