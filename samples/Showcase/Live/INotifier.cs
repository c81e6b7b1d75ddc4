// How parts of the host tell each other that there is something new to read. All state is in the database, and a live
// stream reads it from its own position whenever it is woken: nothing gets lost, nothing comes twice, and a slow reader
// costs nobody else anything. Within a process LocalNotifier is enough; RedisNotifier makes replicas wake each other, and
// without Redis a PollingService wakes everybody now and then.

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

    /// <summary>The same, but returns too when nobody woke it for a while.</summary>
    public async Task WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => either.Cancel(), null, patience, Timeout.InfiniteTimeSpan);
        await WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => unsubscribe(this);
}
