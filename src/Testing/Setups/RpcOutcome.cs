// The result of one call, as a value: what Returns, Throws and the steps of a Sequence are made of.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// How one call ends: with a reply or with a status. A message, a <see cref="StatusCode"/>, a <see cref="Status"/> and
/// an <see cref="RpcException"/> convert to it, so that <c>Sequence(StatusCode.Unavailable, new User())</c> reads well.
/// </summary>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class RpcOutcome<TResponse>
    where TResponse : class, IMessage<TResponse>, new()
{
    private static readonly Metadata Nothing = [];

    /// <summary>The reply, or null for a failure.</summary>
    internal readonly TResponse? Message;

    /// <summary>Whether the server takes its time.</summary>
    internal readonly bool IsDelayed;

    private readonly Status _failure;
    private readonly Metadata? _trailers;

    private RpcOutcome(TResponse? message, Status failure, Metadata? headers, Metadata? trailers, TimeSpan delay, Exception? exception)
    {
        Message = message;
        _failure = failure;
        Headers = headers;
        _trailers = trailers;
        Delay = delay;
        IsDelayed = delay != TimeSpan.Zero;
        Exception = exception;
        if (delay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A delay cannot be negative.");
        }
    }

    internal Status Status => Message is null ? _failure : Status.DefaultSuccess;

    internal Metadata? Headers { get; }

    internal Metadata Trailers => _trailers ?? Nothing;

    internal TimeSpan Delay { get; }

    /// <summary>An exception that is no status and surfaces as it is, or null.</summary>
    internal Exception? Exception { get; }

    internal static RpcOutcome<TResponse> Reply(TResponse message, Metadata? headers = null, Metadata? trailers = null, TimeSpan delay = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(message.Clone(), default, headers?.Copy(), trailers?.Copy(), delay, null);
    }

    internal static RpcOutcome<TResponse> Failure(Status status, Metadata? trailers = null, Metadata? headers = null, TimeSpan delay = default)
    {
        if (status.StatusCode == StatusCode.OK)
        {
            throw new ArgumentOutOfRangeException(nameof(status), "OK is no failure: return a message instead.");
        }

        return new(null, new Status(status.StatusCode, status.Detail ?? "", status.DebugException), headers?.Copy(), trailers?.Copy(), delay, null);
    }

    /// <summary>A reply.</summary>
    /// <param name="message">The message.</param>
    public static implicit operator RpcOutcome<TResponse>(TResponse message) => Reply(message);

    /// <summary>A failure with that status and no detail.</summary>
    /// <param name="statusCode">The status code; not OK.</param>
    public static implicit operator RpcOutcome<TResponse>(StatusCode statusCode) => Failure(new Status(statusCode, ""));

    /// <summary>A failure.</summary>
    /// <param name="status">The status; not OK.</param>
    public static implicit operator RpcOutcome<TResponse>(Status status) => Failure(status);

    /// <summary>A failure with the exception's status and trailers.</summary>
    /// <param name="exception">The exception.</param>
    public static implicit operator RpcOutcome<TResponse>(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Failure(exception.Status, exception.Trailers);
    }

    internal static RpcOutcome<TResponse> Crash(Exception exception) => exception is RpcException rpc
        ? rpc
        : new RpcOutcome<TResponse>(null, new Status(StatusCode.Unknown, exception.Message, exception), null, null, default, exception);

    // Two shortcuts for calls that end at once, without a live call.
    internal Task<TResponse> ResponseTask()
    {
        if (Message is { } message)
        {
            return Task.FromResult(message.Clone());
        }

        var failed = Task.FromException<TResponse>(ToException());
        _ = failed.Exception; // A test may look at the status only.
        return failed;
    }

    internal Task<Metadata> HeadersTask() => Task.FromResult((Headers ?? (Message is null ? Trailers : Nothing)).Copy());

    internal Exception ToException() => Exception ?? new RpcException(Status, Trailers.Copy());
}

/// <summary>Outcomes with headers, trailers and delays, for <c>Sequence</c>.</summary>
public static class RpcOutcome
{
    /// <summary>A reply. The message is copied now, and again for each call that gets it.</summary>
    /// <typeparam name="TResponse">The response message.</typeparam>
    /// <param name="message">The reply.</param>
    /// <param name="headers">Response headers.</param>
    /// <param name="trailers">Response trailers.</param>
    /// <param name="delay">How long the server takes, on the mock's clock.</param>
    public static RpcOutcome<TResponse> Reply<TResponse>(TResponse message, Metadata? headers = null, Metadata? trailers = null, TimeSpan delay = default)
        where TResponse : class, IMessage<TResponse>, new() =>
        RpcOutcome<TResponse>.Reply(message, headers, trailers, delay);

    /// <summary>A failure.</summary>
    /// <typeparam name="TResponse">The response message.</typeparam>
    /// <param name="status">The status; not OK.</param>
    /// <param name="trailers">Response trailers.</param>
    /// <param name="headers">Response headers; without them the server answers with trailers only, as servers do when they refuse a call.</param>
    /// <param name="delay">How long the server takes, on the mock's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is OK.</exception>
    public static RpcOutcome<TResponse> Failure<TResponse>(Status status, Metadata? trailers = null, Metadata? headers = null, TimeSpan delay = default)
        where TResponse : class, IMessage<TResponse>, new() =>
        RpcOutcome<TResponse>.Failure(status, trailers, headers, delay);
}
