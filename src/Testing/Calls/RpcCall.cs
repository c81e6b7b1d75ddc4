// The record of a call: what the mock saw of it, unaffected by what callers do to their messages later.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>A call that a mock received.</summary>
public abstract class RpcCall
{
    internal readonly RpcMock Rpc;
    internal RpcCall? Previous;
    internal bool IsVerified;
    internal int Position;

    private static readonly Metadata NoHeaders = [];

    private CallDetails? _details;

    private protected RpcCall(RpcMock rpc, CallDetails? details)
    {
        Rpc = rpc;
        _details = details;
    }

    /// <summary>The position of the call among all calls of the mock, from 1, by the time at which they began.</summary>
    public int Number => Position;

    /// <summary>The RPC's name.</summary>
    public string Method => Rpc.Name;

    /// <summary>The host of <c>WithHost</c>, or null.</summary>
    public string? Host => _details?.Host;

    /// <summary>The request headers, with those of call credentials.</summary>
    public Metadata Headers => _details?.Headers is { } headers ? headers.Copy() : NoHeaders.Copy();

    /// <summary>The deadline in UTC, or null.</summary>
    public DateTime? Deadline => _details?.Deadline;

    /// <summary>How long the call had until its deadline when it began, or null without a deadline.</summary>
    public TimeSpan? TimeToDeadline => _details?.TimeToDeadline;

    /// <summary>The cancellation token that the caller passed.</summary>
    public CancellationToken CancellationToken => _details?.CancellationToken ?? CancellationToken.None;

    /// <summary>Whether the caller asked to wait for a connection (<c>WithWaitForReady</c>).</summary>
    public bool IsWaitForReady => _details?.IsWaitForReady ?? false;

    /// <summary>The status that the client saw, or null while the call is in progress.</summary>
    public abstract Status? Status { get; }

    /// <summary>Whether the client has ended its requests; always true when it sends a single one.</summary>
    public abstract bool RequestsCompleted { get; }

    internal abstract IReadOnlyList<IMessage> RequestMessages { get; }

    /// <summary>The text value of a request header, or null; with several values, the last.</summary>
    /// <param name="key">The header's name, in any case.</param>
    /// <exception cref="ArgumentException">The name ends with <c>-bin</c>: read binary values from <see cref="Headers"/>.</exception>
    public string? Header(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{key}' is a binary header: read it with Headers.GetValueBytes.", nameof(key));
        }

        return _details?.Headers?.GetValue(key.ToLowerInvariant());
    }

    /// <summary>The call in one line: number, RPC, requests as protobuf JSON, status.</summary>
    public override string ToString() => CallText.Of(this);

    internal void AddHeaders(Metadata headers) => _details = (_details ?? CallDetails.None).WithHeaders(headers);

    // AsyncUnaryCall and its siblings call back with the call as their state: no closure per call.
    internal abstract Task<Metadata> GetResponseHeadersAsync();

    internal abstract Status GetStatus();

    internal abstract Metadata GetTrailers();

    internal abstract void Dispose();
}

/// <summary>A call that a mock received, with its messages.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class RpcCall<TRequest, TResponse> : RpcCall
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>The request of a kind that has a single one, else null: those of a stream are the live call's.</summary>
    internal readonly TRequest? Single;

    // An RpcOutcome<TResponse> when the answer was known at once, else a LiveCall<TRequest, TResponse>.
    private object? _answer;

    internal RpcCall(RpcMock rpc, CallDetails? details, TRequest? request)
        : base(rpc, details)
    {
        Single = request;
    }

    /// <summary>The request; of a client stream, the first one. A snapshot of the moment at which it was sent.</summary>
    /// <exception cref="InvalidOperationException">A client stream has sent nothing yet.</exception>
    public TRequest Request => Single ?? (Requests is [var first, ..] ? first : null)
        ?? throw new InvalidOperationException($"{Method} has sent no request yet.");

    /// <summary>All requests so far. Snapshots of the moments at which they were sent.</summary>
    public IReadOnlyList<TRequest> Requests => Single is not null ? [Single] : Live?.RequestStream?.Sent ?? [];

    /// <summary>The responses that the client has received so far.</summary>
    public IReadOnlyList<TResponse> Responses => _answer switch
    {
        RpcOutcome<TResponse> { Message: { } message } => [message],
        LiveCall<TRequest, TResponse> live => live.Delivered,
        _ => [],
    };

    /// <inheritdoc/>
    public override Status? Status => _answer switch
    {
        RpcOutcome<TResponse> outcome => outcome.Status,
        LiveCall<TRequest, TResponse> live => live.StatusOrNull,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool RequestsCompleted => Single is not null || Live is { RequestsCompleted: true };

    /// <summary>The call in progress, or null when its answer was known at once.</summary>
    internal LiveCall<TRequest, TResponse>? Live => _answer as LiveCall<TRequest, TResponse>;

    /// <summary>The response of a call that is <see cref="Live"/>.</summary>
    internal Task<TResponse> LiveResponse() => Live!.ResponseAsync;

    internal override IReadOnlyList<IMessage> RequestMessages => Requests;

    internal void Answer(RpcOutcome<TResponse> outcome) => _answer = outcome;

    internal void Answer(LiveCall<TRequest, TResponse> live) => _answer = live;

    internal override Task<Metadata> GetResponseHeadersAsync() => _answer switch
    {
        RpcOutcome<TResponse> outcome => outcome.HeadersTask(),
        LiveCall<TRequest, TResponse> live => live.HeadersAsync,
        _ => throw new InvalidOperationException(),
    };

    internal override Status GetStatus() => Status
        ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    internal override Metadata GetTrailers() => _answer switch
    {
        RpcOutcome<TResponse> outcome => outcome.Trailers.Copy(),
        LiveCall<TRequest, TResponse> live => live.GetTrailers(),
        _ => throw new InvalidOperationException(),
    };

    internal override void Dispose() => Live?.Dispose();
}
