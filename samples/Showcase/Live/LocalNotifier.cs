// Wakes the streams of this process.

namespace Showcase.Live;

internal sealed class LocalNotifier : INotifier
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Subscription>> _topics = [];

    public void Notify(string topic)
    {
        lock (_lock)
        {
            if (_topics.TryGetValue(topic, out var subscriptions))
            {
                Wake(subscriptions);
            }
        }
    }

    /// <summary>Wakes everyone, whatever they subscribed to.</summary>
    public void NotifyAll()
    {
        lock (_lock)
        {
            foreach (var subscriptions in _topics.Values)
            {
                Wake(subscriptions);
            }
        }
    }

    public Subscription Subscribe(string topic)
    {
        var subscription = new Subscription(gone => Unsubscribe(topic, gone));
        lock (_lock)
        {
            if (!_topics.TryGetValue(topic, out var subscriptions))
            {
                _topics.Add(topic, subscriptions = []);
            }

            subscriptions.Add(subscription);
        }

        return subscription;
    }

    // A topic that nobody waits for takes no memory: there is one for each room, document and operation.
    private void Unsubscribe(string topic, Subscription gone)
    {
        lock (_lock)
        {
            if (_topics.TryGetValue(topic, out var subscriptions) && subscriptions.Remove(gone) && subscriptions.Count == 0)
            {
                _topics.Remove(topic);
            }
        }
    }

    private static void Wake(HashSet<Subscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Wake();
        }
    }
}
