// The calls of a mock, appended without a lock.
namespace GrpcSdk.Testing;

/// <summary>
/// A linked stack of calls: an append is one compare-and-swap, an enumeration sees a consistent moment,
/// and the numbers of the calls have no gap.
/// </summary>
internal sealed class CallLog
{
    // How far a call may be from one that keeps its number.
    private const int NumberEvery = 64;

    private RpcCall? _newest;
    private int _sinceNumber;
    private CallWaiter? _waiters;

    /// <summary>
    /// Whether the record of the next call shall have room for its number, so that none has to count far. Threads that ask at
    /// once may be told so sooner or later than planned, which does no harm.
    /// </summary>
    public bool IsNumberDue() => (++_sinceNumber & (NumberEvery - 1)) == 0;

    public void Append(RpcCall call)
    {
        RpcCall? newest;
        do
        {
            newest = Volatile.Read(ref _newest);
            call.Previous = newest;
        }
        while (Interlocked.CompareExchange(ref _newest, call, newest) != newest);

        for (var waiter = Volatile.Read(ref _waiters); waiter is not null; waiter = waiter.Next)
        {
            waiter.Check();
        }
    }

    /// <summary>The calls, oldest first.</summary>
    public List<RpcCall> ToList()
    {
        var calls = new List<RpcCall>();
        for (var call = Volatile.Read(ref _newest); call is not null; call = call.Previous)
        {
            calls.Add(call);
        }

        calls.Reverse();
        return calls;
    }

    public void Clear() => Volatile.Write(ref _newest, null);

    /// <summary>Completes when <paramref name="isReached"/> holds; it is asked now and after each new call.</summary>
    public Task WaitAsync(Func<bool> isReached, CancellationToken cancellationToken)
    {
        var waiter = new CallWaiter(isReached);
        do
        {
            waiter.Next = Volatile.Read(ref _waiters);
        }
        while (Interlocked.CompareExchange(ref _waiters, waiter, waiter.Next) != waiter.Next);

        waiter.Check();
        return waiter.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Someone who waits for calls. Waiters stay linked: there are few, and a done one is one comparison.</summary>
    private sealed class CallWaiter(Func<bool> isReached)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CallWaiter? Next { get; set; }

        public Task Task => _reached.Task;

        public void Check()
        {
            if (!_reached.Task.IsCompleted && isReached())
            {
                _reached.TrySetResult();
            }
        }
    }
}
