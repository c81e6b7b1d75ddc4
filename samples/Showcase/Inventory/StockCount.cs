// Whether the stock is being counted: while it is, nobody can say how much is there.

namespace Showcase.Inventory;

internal sealed class StockCount
{
    private readonly Lock _lock = new();
    private int _toRefuse;
    private int _refusals;

    /// <summary>How many questions were refused because of a count, so far.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Begins to count; dispose of the result when done.</summary>
    /// <param name="questions">After how many questions that were refused the count is done by itself.</param>
    public IDisposable Begin(int questions = int.MaxValue)
    {
        lock (_lock)
        {
            _toRefuse = questions;
        }

        return new Counter(this);
    }

    /// <summary>True while somebody counts: the question must be refused, and is noted as such.</summary>
    public bool Refuses()
    {
        lock (_lock)
        {
            if (_toRefuse == 0)
            {
                return false;
            }

            _toRefuse--;
            _refusals++;
            return true;
        }
    }

    private sealed class Counter(StockCount count) : IDisposable
    {
        public void Dispose()
        {
            lock (count._lock)
            {
                count._toRefuse = 0;
            }
        }
    }
}
