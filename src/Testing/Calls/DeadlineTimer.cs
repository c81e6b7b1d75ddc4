// A timer for deadlines of any length: timers stop short of 50 days.
namespace GrpcSdk.Testing;

/// <summary>Starts one-shot timers on a clock.</summary>
internal static class DeadlineTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>Calls back once <paramref name="left"/> has passed; after the longest time that a timer can wait, it never does.</summary>
    public static ITimer? Start(TimeProvider time, TimeSpan left, Action callback) =>
        left > Longest ? null : time.CreateTimer(static state => ((Action)state!)(), callback, left, Timeout.InfiniteTimeSpan);
}
