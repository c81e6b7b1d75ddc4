// Injected faults: they come before any setup, so that a test can shake a working arrangement.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Fails some of the calls. Rules are a linked stack, asked from the newest to the oldest.</summary>
internal sealed class FaultRule
{
    private readonly Func<bool> _isDue;
    private readonly Func<RpcCall, bool>? _applies;
    private readonly Status _status;
    private FaultRule? _older;

    private FaultRule(Func<bool> isDue, Func<RpcCall, bool>? applies, Status status)
    {
        if (status.StatusCode == StatusCode.OK)
        {
            throw new ArgumentOutOfRangeException(nameof(status), "OK is no fault: name the status with which calls shall fail.");
        }

        (_isDue, _applies, _status) = (isDue, applies, status);
    }

    public static FaultRule Every(int n, Status status, Func<RpcCall, bool>? applies = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        var calls = 0L;
        return new(() => Interlocked.Increment(ref calls) % n == 0, applies, status);
    }

    public static FaultRule Randomly(double probability, int seed, Status status, Func<RpcCall, bool>? applies = null)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is within 0 and 1.");
        }

        var random = new Random(seed);
        return new(
            () =>
            {
                lock (random)
                {
                    return random.NextDouble() < probability;
                }
            },
            applies,
            status);
    }

    public static void Push(GrpcMock mock, ref FaultRule? newest, FaultRule rule)
    {
        do
        {
            rule._older = Volatile.Read(ref newest);
        }
        while (Interlocked.CompareExchange(ref newest, rule, rule._older) != rule._older);

        Volatile.Write(ref mock.IsInterfered, true);
    }

    /// <summary>The status of the newest rule that is due for a call, or null. Every rule counts every call that it applies to.</summary>
    public static Status? Next(FaultRule? newest, RpcCall call)
    {
        Status? status = null;
        for (var rule = newest; rule is not null; rule = rule._older)
        {
            if ((rule._applies is null || rule._applies(call)) && rule._isDue())
            {
                status ??= rule._status;
            }
        }

        return status;
    }
}
