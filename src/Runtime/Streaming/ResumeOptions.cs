using Grpc.Core;

namespace GrpcSdk.Streaming;

/// <summary>When and how often a dropped stream is opened again.</summary>
public sealed record ResumeOptions
{
    internal static readonly ResumeOptions Default = new();

    /// <summary>Attempts in a row that may fail without an item; 10 by default. An item starts the count anew.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The delay before the first attempt; 100 milliseconds by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What each delay is longer than the one before; 2 by default.</summary>
    public double Multiplier { get; init; } = 2;

    /// <summary>The longest delay; 10 seconds by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The part of each delay that is random; 0.5 by default, from 0 to 1.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>
    /// Whether an error is a dropped connection. By default UNAVAILABLE, INTERNAL, ABORTED, and CANCELLED unless the caller
    /// cancelled.
    /// </summary>
    public Func<RpcException, bool> ShouldResume { get; init; } = static error => error.StatusCode
        is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Aborted or StatusCode.Cancelled;

    /// <summary>The clock of the delays; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where jitter comes from; pass a seeded one to repeat a run.</summary>
    public Random Random { get; init; } = Random.Shared;

    internal Backoff Backoff => new(Delay, Multiplier, MaxDelay, Jitter, Random);

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal ResumeOptions Validate(string parameter)
    {
        Backoff.Validate(parameter);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAttempts, $"{parameter}.{nameof(MaxAttempts)}");
        ArgumentNullException.ThrowIfNull(ShouldResume, $"{parameter}.{nameof(ShouldResume)}");
        ArgumentNullException.ThrowIfNull(TimeProvider, $"{parameter}.{nameof(TimeProvider)}");
        return this;
    }
}
