// EventService: what a subscription promises while many publish at once.

using Acme.Events.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Showcase.Tests.Support;

namespace Showcase.Tests.Events;

public class EventServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly EventService.EventServiceClient _client = new(showcase.Calls);

    [Fact(Timeout = 300_000)]
    public async Task Subscribers_that_reconnect_all_the_time_see_every_event_of_concurrent_publishers_once_and_in_order()
    {
        const int publishers = 4;
        const int eventsEach = 50;
        const int seed = 7;
        var start = await PublishAsync("race.start");

        var publishing = Task.WhenAll(Enumerable.Range(0, publishers).Select(async publisher =>
        {
            for (var i = 0; i < eventsEach; i++)
            {
                await PublishAsync("race.event", $"{publisher}-{i}");
            }
        }));
        var subscribers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => CollectAsync(start.ResumeToken, publishers * eventsEach, new Random(seed + i))));
        await publishing;

        foreach (var names in subscribers)
        {
            Assert.Equal(subscribers[0], names);
            Assert.Equal(publishers * eventsEach, names.Distinct().Count());
            foreach (var publisher in Enumerable.Range(0, publishers))
            {
                Assert.Equal(
                    Enumerable.Range(0, eventsEach).Select(i => $"{publisher}-{i}"),
                    names.Where(name => name.StartsWith($"{publisher}-", StringComparison.Ordinal)));
            }
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task Without_a_position_only_what_comes_after_the_headers_is_sent()
    {
        await PublishAsync("now.before");
        using var call = _client.SubscribeToEvents(new SubscribeRequest { EventTypes = { "now.*" } });
        await call.ResponseHeadersAsync;

        await PublishAsync("now.after");

        Assert.Equal("now.after", Assert.Single(await call.ResponseStream.ReadAsync(1)).Type);
    }

    [Fact(Timeout = 300_000)]
    public async Task Types_are_exact_or_prefixes()
    {
        var start = await PublishAsync("types.start");
        foreach (var type in new[] { "types", "types.a", "types.ab", "types.a.b", "other.types.a", "typesx" })
        {
            await PublishAsync(type);
        }

        await PublishAsync("types.end");
        using var call = _client.SubscribeToEvents(new SubscribeRequest { EventTypes = { "types.a.*", "types.ab", "types.end" }, ResumeToken = start.ResumeToken });

        Assert.Equal(["types.ab", "types.a.b", "types.end"], (await call.ResponseStream.ReadAsync(3)).Select(message => message.Type));
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_published_with_id_time_and_token_of_the_server()
    {
        var published = await _client.PublishEventAsync(new PublishEventRequest
        {
            Event = new Event
            {
                Id = "mine",
                Name = "All fields",
                Type = "fields.all",
                Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)),
                OptionalCount = 0,
                Attributes = { ["key"] = "value" },
            },
        });
        using var call = _client.SubscribeToEvents(new SubscribeRequest { EventTypes = { "fields.all" }, Since = published.CreatedAt });
        var received = Assert.Single(await call.ResponseStream.ReadAsync(1));

        Assert.Equal(published, received);
        Assert.NotEqual("mine", received.Id);
        Assert.Equal(0, received.OptionalCount);
        Assert.Equal("value", received.Attributes["key"]);
        Assert.Null((await PublishAsync("fields.none")).OptionalCount);
    }

    [Fact]
    public async Task Wrong_positions_and_events_are_invalid_arguments()
    {
        var beyond = new SubscribeRequest { ResumeToken = Showcase.Live.ResumeToken.Of('e', 1_000_000) };
        var foreign = new SubscribeRequest { ResumeToken = Showcase.Live.ResumeToken.Of('l', 1) };
        var noTime = new SubscribeRequest { Since = new Timestamp { Nanos = -1 } };
        foreach (var request in new[] { beyond, foreign, noTime, new SubscribeRequest { ResumeToken = "!" } })
        {
            using var call = _client.SubscribeToEvents(request);
            Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => call.ResponseStream.ReadAsync(1)));
        }

        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => PublishAsync("")));
        var noDuration = new Event { Type = "x", Duration = new Duration { Seconds = 1, Nanos = -1 } };
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => _client.PublishEventAsync(new PublishEventRequest { Event = noDuration }).ResponseAsync));
    }

    private async Task<List<string>> CollectAsync(string token, int count, Random random)
    {
        var names = new List<string>();
        while (names.Count < count)
        {
            using var call = _client.SubscribeToEvents(new SubscribeRequest { EventTypes = { "race.event" }, ResumeToken = token });
            foreach (var message in await call.ResponseStream.ReadAsync(Math.Min(random.Next(1, 30), count - names.Count)))
            {
                names.Add(message.Name);
                token = message.ResumeToken;
            }
        }

        return names;
    }

    private async Task<Event> PublishAsync(string type, string name = "") =>
        await _client.PublishEventAsync(new PublishEventRequest { Event = new Event { Type = type, Name = name } });
}
