// Reads a growing, numbered sequence: first what is there, then what comes, without a gap and without a duplicate.

using System.Runtime.CompilerServices;

namespace Showcase.Live;

internal static class Follow
{
    /// <summary>Sends everything after a position, and goes on forever.</summary>
    /// <param name="notifier">Wakes the reader.</param>
    /// <param name="topic">Notified whenever the sequence grows.</param>
    /// <param name="after">The position to begin after.</param>
    /// <param name="readAfter">Reads some of the items after a position, in order; empty when there are none.</param>
    /// <param name="positionOf">The position of an item.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<T> AsSequenceAsync<T>(
        this INotifier notifier,
        string topic,
        long after,
        Func<long, CancellationToken, Task<List<T>>> readAfter,
        Func<T, long> positionOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first read: what is committed in between wakes the reader once too often, never too rarely.
        using var subscription = notifier.Subscribe(topic);
        while (true)
        {
            var items = await readAfter(after, cancellationToken);
            foreach (var item in items)
            {
                yield return item;
                after = positionOf(item);
            }

            if (items.Count == 0)
            {
                await subscription.WaitAsync(cancellationToken);
            }
        }
    }
}
