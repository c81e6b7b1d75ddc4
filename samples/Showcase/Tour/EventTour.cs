// Events: a subscriber that comes late, breaks off and comes back sees every event once.

using Acme.Events.V1;
using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

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
        var client = new EventService.EventServiceClient(tour.Channel);
        var first = await PublishAsync(client, 0, cancellationToken);
        for (var i = 1; i < 20; i++)
        {
            await PublishAsync(client, i, cancellationToken);
        }

        var publisher = Task.Run(
            async () =>
            {
                for (var i = 20; i < 60; i++)
                {
                    await PublishAsync(client, i, cancellationToken);
                }
            },
            cancellationToken);

        var replayed = await ReadAsync(client, new SubscribeRequest { EventTypes = { "tour.*" }, Since = first.CreatedAt }, 30, cancellationToken);
        var resumed = await ReadAsync(client, new SubscribeRequest { EventTypes = { "tour.*" }, ResumeToken = replayed[^1].ResumeToken }, 30, cancellationToken);
        await publisher;

        var counts = replayed.Concat(resumed).Select(message => message.OptionalCount ?? -1).ToList();
        Expect.True(counts.SequenceEqual(Enumerable.Range(0, 60)), "60 events, each once, in order");
        return "20 events replayed and 40 live ones, across a reconnect: no gap, no duplicate";
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

    private static async Task<List<Event>> ReadAsync(
        EventService.EventServiceClient client,
        SubscribeRequest request,
        int count,
        CancellationToken cancellationToken)
    {
        var events = new List<Event>();
        using var call = client.SubscribeToEvents(request, cancellationToken: cancellationToken);
        while (events.Count < count && await call.ResponseStream.MoveNext(cancellationToken))
        {
            events.Add(call.ResponseStream.Current);
        }

        return events;
    }
}
