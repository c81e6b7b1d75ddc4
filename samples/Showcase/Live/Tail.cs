// The end of a growing, numbered sequence, kept in memory for those who follow it: a new item is read from the database
// once for all of them, not once for each.

namespace Showcase.Live;

/// <param name="chunk">How many items a read returns at most, and how many are kept.</param>
/// <param name="readAfter">Reads the next items after a position, in order; fewer than a chunk when there are no more.</param>
/// <param name="positionOf">The position of an item.</param>
internal sealed class Tail<T>(int chunk, Func<long, Task<List<T>>> readAfter, Func<T, long> positionOf)
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _items = new();
    private (long First, long Last)? _span;
    private Task _reading = Task.CompletedTask;
    private Task? _next;

    /// <summary>The items after a position, in order, as far as they are kept; empty when there are none yet.</summary>
    /// <returns>Null when items after the position are kept no more: read them from the database.</returns>
    public async Task<List<T>?> ReadAsync(long after, CancellationToken cancellationToken)
    {
        if (Kept(after) is { Count: > 0 } items)
        {
            return items;
        }

        await Refresh(after).WaitAsync(cancellationToken);
        return Kept(after);
    }

    private List<T>? Kept(long after)
    {
        lock (_lock)
        {
            return _span is null || after < _span.Value.First ? null : [.. _items.Where(item => positionOf(item) > after)];
        }
    }

    // Whoever comes while a read is running waits for the next one: the running one may have missed what was new.
    private Task Refresh(long after)
    {
        lock (_lock)
        {
            _span ??= (after, after);
            return _next ??= ReadNextAsync(_reading);
        }
    }

    private async Task ReadNextAsync(Task running)
    {
        await Task.Yield();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            (_reading, _next) = (_next!, null);
        }

        List<T> items;
        do
        {
            // Nobody else changes the end while a read is running.
            items = await readAfter(_span!.Value.Last);
            Add(items);
        }
        while (items.Count == chunk);
    }

    private void Add(List<T> items)
    {
        lock (_lock)
        {
            var (first, last) = _span!.Value;
            foreach (var item in items)
            {
                last = positionOf(item);
                _items.Enqueue(item);
                if (_items.Count > chunk)
                {
                    first = positionOf(_items.Dequeue());
                }
            }

            _span = (first, last);
        }
    }
}

/// <summary>The tails of the sequences that somebody follows.</summary>
/// <param name="create">Makes the tail of a sequence.</param>
internal sealed class Tails<T>(Func<string, Tail<T>> create)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Tail<T> Tail, int Followers)> _tails = [];

    /// <summary>The tail of a sequence, the same for all who follow it; dispose of the result to stop.</summary>
    public Lease Follow(string sequence)
    {
        lock (_lock)
        {
            var (tail, followers) = _tails.TryGetValue(sequence, out var known) ? known : (create(sequence), 0);
            _tails[sequence] = (tail, followers + 1);
            return new Lease(tail, () => Leave(sequence));
        }
    }

    private void Leave(string sequence)
    {
        lock (_lock)
        {
            var (tail, followers) = _tails[sequence];
            if (followers == 1)
            {
                _tails.Remove(sequence);
            }
            else
            {
                _tails[sequence] = (tail, followers - 1);
            }
        }
    }

    internal sealed class Lease(Tail<T> tail, Action leave) : IDisposable
    {
        public Tail<T> Tail => tail;

        public void Dispose() => leave();
    }
}
