// How much callers may ask of a host before it says RESOURCE_EXHAUSTED or closes the door. The defaults keep a host
// within 512 MiB, whatever callers do; deploy/ gives it that much. Configuration may change them: section "Limits".

namespace Showcase.Hosting;

/// <param name="MessageBytes">Largest message that is received, in bytes.</param>
/// <param name="UnfinishedBytes">How many bytes of messages that are not complete yet the host holds for all callers together.</param>
/// <param name="HeaderBytes">Largest metadata of a call, in bytes; more closes the connection.</param>
/// <param name="Connections">How many connections may be open at once; further ones are closed.</param>
/// <param name="ConnectionsPerCaller">How many of them may come from one address.</param>
/// <param name="StreamsPerConnection">How many calls one connection may carry at once (SETTINGS_MAX_CONCURRENT_STREAMS); further ones wait.</param>
/// <param name="ReceiveWindow">How many bytes that nobody has read yet a connection may send (the window of HTTP/2).</param>
/// <param name="Calls">How many calls, streams among them, the host carries at once.</param>
/// <param name="CallsPerCaller">How many of them may be of one caller.</param>
/// <param name="StreamMessagesPerSecond">How many messages a live stream may carry a second in the long run.</param>
/// <param name="StreamBurst">How many it may carry at once.</param>
/// <param name="SubscriptionsPerCaller">How many subscriptions a caller may have open at once.</param>
internal sealed record HostLimits(
    int MessageBytes = 4 << 20,
    int UnfinishedBytes = 64 << 20,
    int HeaderBytes = 16 << 10,
    int Connections = 2000,
    int ConnectionsPerCaller = 1000,
    int StreamsPerConnection = 100,
    int ReceiveWindow = 256 << 10,
    int Calls = 5000,
    int CallsPerCaller = 2000,
    int StreamMessagesPerSecond = 500,
    int StreamBurst = 2000,
    int SubscriptionsPerCaller = 100)
{
    /// <summary>The section of the configuration with other values.</summary>
    public const string Section = "Limits";

    /// <summary>How long a connection may carry no call, and how long a new one may take to say that it is HTTP/2.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>How long the metadata of a call may take to arrive.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be silent before the host asks whether anybody is there.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it then waits for the answer before it closes the connection.</summary>
    public TimeSpan PingPatience { get; init; } = TimeSpan.FromSeconds(20);
}
