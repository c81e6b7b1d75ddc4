// The call options that a call was made with. Unary calls in tests mostly have none, and then there is no such object.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>A snapshot of call options.</summary>
internal sealed record CallDetails(
    string? Host,
    Metadata? Headers,
    DateTime? Deadline,
    TimeSpan? TimeToDeadline,
    bool IsWaitForReady,
    CancellationToken CancellationToken)
{
    public static readonly CallDetails None = new(null, null, null, null, false, CancellationToken.None);

    /// <summary>Whether the token has fired or the deadline has passed already.</summary>
    public bool IsOverAtOnce => CancellationToken.IsCancellationRequested || TimeToDeadline is { Ticks: 0 };

    /// <summary>The options as the real client reads them.</summary>
    /// <exception cref="InvalidOperationException">The deadline is not in UTC.</exception>
    public static CallDetails From(string? host, in CallOptions options, TimeProvider time) =>
        new(host, options.Headers?.Copy(), options.Deadline, TimeTo(options.Deadline, time), options.IsWaitForReady, options.CancellationToken);

    public CallDetails WithHeaders(Metadata more)
    {
        var headers = Headers?.Copy() ?? [];
        foreach (var entry in more)
        {
            headers.Add(entry);
        }

        return this with { Headers = headers };
    }

    private static TimeSpan? TimeTo(DateTime? deadline, TimeProvider time)
    {
        if (deadline is not { } value || value == DateTime.MaxValue)
        {
            return null;
        }

        if (value != DateTime.MinValue && value.Kind != DateTimeKind.Utc)
        {
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }

        var left = value - time.GetUtcNow().UtcDateTime;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
