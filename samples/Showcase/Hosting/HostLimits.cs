// How much callers may ask of a host before it says RESOURCE_EXHAUSTED or closes the door.

namespace Showcase.Hosting;

/// <param name="MessageBytes">Largest message that is received, in bytes.</param>
/// <param name="Connections">How many connections may be open at once; further ones are closed.</param>
/// <param name="StreamsPerConnection">How many calls one connection may carry at once (SETTINGS_MAX_CONCURRENT_STREAMS); further ones wait.</param>
/// <param name="StreamMessagesPerSecond">How many messages a live stream may carry a second in the long run.</param>
/// <param name="StreamBurst">How many it may carry at once.</param>
/// <param name="SubscriptionsPerCaller">How many subscriptions a caller may have open at once.</param>
internal sealed record HostLimits(
    int MessageBytes = 4 << 20,
    int Connections = 10_000,
    int StreamsPerConnection = 100,
    int StreamMessagesPerSecond = 500,
    int StreamBurst = 2000,
    int SubscriptionsPerCaller = 100);
