namespace GrpcSdk;

/// <summary>Timeouts of any length: points in time and timers both end somewhere, and what lies beyond has no end.</summary>
internal static class Timeouts
{
    /// <summary>The longest time that timers can wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>When a timeout passes, in UTC; <see langword="null"/> when that is after the end of time.</summary>
    public static DateTime? DeadlineAfter(this TimeProvider time, TimeSpan timeout)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return timeout < DateTime.MaxValue - now ? now + timeout : null;
    }

    /// <summary>A source that is cancelled after a timeout, at once when that is negative; never, when no timer waits so long.</summary>
    public static CancellationTokenSource CancelAfter(this TimeProvider time, TimeSpan timeout) =>
        timeout <= Longest ? new(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, time) : new();
}
