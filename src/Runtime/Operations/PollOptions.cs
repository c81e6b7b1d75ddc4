namespace GrpcSdk.Operations;

/// <summary>How often to ask for an operation, and for how long.</summary>
public sealed record PollOptions
{
    internal static readonly PollOptions Default = new();

    /// <summary>Time before the first question and, before <see cref="Multiplier"/>, between two; one second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each delay is longer than the one before; 1.5 by default, 1 for a steady pace.</summary>
    public double Multiplier { get; init; } = 1.5;

    /// <summary>The longest delay; 30 seconds by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The part of each delay that is random, so that many waiters do not ask at once; 0.2 by default, from 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>
    /// How long to wait in all; <see langword="null"/>, the default, without end. Each question gets what is left as its
    /// deadline. The operation goes on regardless.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Questions in a row that may fail with UNAVAILABLE or DEADLINE_EXCEEDED before the wait does; 5 by default. A lost
    /// answer is not a lost operation.
    /// </summary>
    public int MaxUnavailable { get; init; } = 5;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where jitter comes from; pass a seeded one to repeat a run.</summary>
    public Random Random { get; init; } = Random.Shared;

    internal Backoff Backoff => new(Delay, Multiplier, MaxDelay, Jitter, Random);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal PollOptions Validate(string parameter)
    {
        Backoff.Validate(parameter);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout ?? TimeSpan.MaxValue, TimeSpan.Zero, $"{parameter}.{nameof(Timeout)}");
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUnavailable, $"{parameter}.{nameof(MaxUnavailable)}");
        return this;
    }
}
