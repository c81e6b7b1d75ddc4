// How parts of the host tell each other that there is something new to read. All state is in the database, and a live
// stream reads it from its own position whenever it is woken: nothing gets lost, nothing comes twice, and a slow reader
// costs nobody else anything. Another implementation (Redis, LISTEN/NOTIFY) makes replicas wake each other.

using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Showcase.Live;

internal interface INotifier
{
    /// <summary>Wakes everyone who subscribed to a topic.</summary>
    void Notify(string topic);

    /// <summary>Subscribes to a topic; dispose of the result to stop.</summary>
    Subscription Subscribe(string topic);
}

/// <summary>Remembers that it was woken, once, until somebody waits.</summary>
internal sealed class Subscription(Action<Subscription> unsubscribe) : IDisposable
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Returns at once when it was woken since the last wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken);

    public void Dispose() => unsubscribe(this);
}

/// <summary>Wakes the streams of this process.</summary>
internal sealed class LocalNotifier : INotifier
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Subscription, byte>> _topics = new();

    public void Notify(string topic)
    {
        if (_topics.TryGetValue(topic, out var subscriptions))
        {
            foreach (var subscription in subscriptions.Keys)
            {
                subscription.Wake();
            }
        }
    }

    public Subscription Subscribe(string topic)
    {
        var subscriptions = _topics.GetOrAdd(topic, _ => new());
        var subscription = new Subscription(gone => subscriptions.TryRemove(gone, out _));
        subscriptions.TryAdd(subscription, 0);
        return subscription;
    }
}
