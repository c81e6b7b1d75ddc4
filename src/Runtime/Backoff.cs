namespace GrpcSdk;

/// <summary>Delays that grow, up to a longest one, with a random part so that many clients do not move in step.</summary>
/// <param name="Delay">The first delay.</param>
/// <param name="Multiplier">What each delay is longer than the one before; at least 1.</param>
/// <param name="MaxDelay">The longest delay; at most what timers can wait, 49 days.</param>
/// <param name="Jitter">The random part of each delay, from 0 to 1.</param>
/// <param name="Random">Where it comes from.</param>
internal readonly record struct Backoff(TimeSpan Delay, double Multiplier, TimeSpan MaxDelay, double Jitter, Random Random)
{
    /// <summary>The delay before an attempt, from 0.</summary>
    public TimeSpan Before(int attempt)
    {
        var grown = Math.Min(Delay.Ticks * Math.Pow(Multiplier, attempt), MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(grown * (1 - (Jitter * Random.NextDouble()))));
    }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate(string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Delay, TimeSpan.Zero, $"{parameter}.{nameof(Delay)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, Delay, $"{parameter}.{nameof(MaxDelay)}");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDelay, Timeouts.Longest, $"{parameter}.{nameof(MaxDelay)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(Multiplier, 1, $"{parameter}.{nameof(Multiplier)}");
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter, $"{parameter}.{nameof(Jitter)}");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Jitter, 1, $"{parameter}.{nameof(Jitter)}");
        ArgumentNullException.ThrowIfNull(Random, $"{parameter}.{nameof(Random)}");
    }
}
