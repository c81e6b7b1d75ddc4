// Whether the stock is being counted: while it is, nobody can say how much is there.

namespace Showcase.Inventory;

internal sealed class StockCount
{
    private int _counters;
    private int _refusals;

    /// <summary>True while somebody counts.</summary>
    public bool InProgress => Volatile.Read(ref _counters) > 0;

    /// <summary>How many questions were refused because of a count, so far.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Begins to count; dispose of the result when done.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref _counters);
        return new Counter(this);
    }

    /// <summary>Notes that a question was refused.</summary>
    public void Refuse() => Interlocked.Increment(ref _refusals);

    private sealed class Counter(StockCount count) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref count._counters);
            }
        }
    }
}
