// The record of a call: what the mock saw of it, unaffected by what callers do to their messages later.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>A call that a mock received.</summary>
public abstract class RpcCall
{
    internal RpcCall? Previous;

    private protected RpcCall()
    {
    }

    /// <summary>The position of the call among all calls of the mock, from 1, by the time at which they began.</summary>
    public int Number
    {
        get
        {
            var later = 0;
            var known = this;
            for (; known is { KnownNumber: 0 }; known = known.Previous)
            {
                later++;
            }

            // Who can keep its number learns it, so that nobody counts the same calls twice.
            var number = (known?.KnownNumber ?? 0) + later;
            for (var (call, its) = ((RpcCall?)this, number); call != known; call = call!.Previous)
            {
                call!.Keep(its--);
            }

            return number;
        }
    }

    /// <summary>The RPC's name.</summary>
    public string Method => Rpc.Name;

    /// <summary>The host of <c>WithHost</c>, or null.</summary>
    public string? Host => Details.Host;

    /// <summary>The request headers, with those of call credentials.</summary>
    public Metadata Headers => Details.Headers.Copy();

    /// <summary>The deadline in UTC, or null.</summary>
    public DateTime? Deadline => Details.Deadline;

    /// <summary>How long the call had until its deadline when it began, or null without a deadline.</summary>
    public TimeSpan? TimeToDeadline => Details.TimeToDeadline;

    /// <summary>The cancellation token that the caller passed.</summary>
    public CancellationToken CancellationToken => Details.CancellationToken;

    /// <summary>Whether the caller asked to wait for a connection (<c>WithWaitForReady</c>).</summary>
    public bool IsWaitForReady => Details.IsWaitForReady;

    /// <summary>The status that the client saw, or null while the call is in progress.</summary>
    public abstract Status? Status { get; }

    /// <summary>Whether the client has ended its requests; always true when it sends a single one.</summary>
    public abstract bool RequestsCompleted { get; }

    internal abstract RpcMock Rpc { get; }

    internal abstract IReadOnlyList<IMessage> RequestMessages { get; }

    /// <summary>The options that the call was made with.</summary>
    internal virtual CallDetails Details => CallDetails.None;

    /// <summary>The call's number if its record keeps it and was told, else 0: then it is counted from the calls before it.</summary>
    internal virtual int KnownNumber => 0;

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

        return Details.Headers?.GetValue(key.ToLowerInvariant());
    }

    /// <summary>The call in one line: number, RPC, requests as protobuf JSON, status.</summary>
    public override string ToString() => CallText.Of(this);

    /// <summary>Tells the record its number, in case it keeps it.</summary>
    internal virtual void Keep(int number)
    {
    }

    // AsyncUnaryCall and its siblings call back with the call as their state: no closure per call.
    internal abstract Task<Metadata> GetResponseHeadersAsync();

    internal abstract Status GetStatus();

    internal abstract Metadata GetTrailers();

    internal abstract void Dispose();
}

/// <summary>A call that a mock received, with its messages.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public class RpcCall<TRequest, TResponse> : RpcCall
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>The request of a kind that has a single one, else null: those of a stream are the live call's.</summary>
    internal readonly TRequest? Single;

    // Tests make millions of calls, and every one of them is kept: a record has no field that it can do without.
    // This is the RpcMock until there is an answer, then an Answer<TRequest, TResponse> that was known at once, or a
    // LiveCall<TRequest, TResponse>. All of them know the RPC.
    private object _state;

    internal RpcCall(RpcMock rpc, TRequest? request)
    {
        _state = rpc;
        Single = request;
    }

    /// <summary>The request; of a client stream, the first one. A snapshot of the moment at which it was sent.</summary>
    /// <exception cref="InvalidOperationException">A client stream has sent nothing yet.</exception>
    public TRequest Request => Single ?? (Requests is [var first, ..] ? first : null)
        ?? throw new InvalidOperationException($"{Method} has sent no request yet.");

    /// <summary>All requests so far. Snapshots of the moments at which they were sent.</summary>
    public IReadOnlyList<TRequest> Requests => Single is not null ? [Single] : Live?.RequestStream?.Sent ?? [];

    /// <summary>The responses that the client has received so far.</summary>
    public IReadOnlyList<TResponse> Responses => _state switch
    {
        Answer<TRequest, TResponse> { Outcome.Message: { } message } => [message],
        LiveCall<TRequest, TResponse> live => live.Delivered,
        _ => [],
    };

    /// <inheritdoc/>
    public override Status? Status => _state switch
    {
        Answer<TRequest, TResponse> answer => answer.Outcome!.Status,
        LiveCall<TRequest, TResponse> live => live.StatusOrNull,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool RequestsCompleted => Single is not null || Live is { RequestsCompleted: true };

    /// <summary>The call in progress, or null when its answer was known at once.</summary>
    internal LiveCall<TRequest, TResponse>? Live => _state as LiveCall<TRequest, TResponse>;

    internal override RpcMock Rpc => _state switch
    {
        Answer<TRequest, TResponse> answer => answer.Rpc,
        LiveCall<TRequest, TResponse> live => live.Rpc,
        var rpc => (RpcMock)rpc,
    };

    /// <summary>The response of a call that is <see cref="Live"/>.</summary>
    internal Task<TResponse> LiveResponse() => Live!.ResponseAsync;

    internal override IReadOnlyList<IMessage> RequestMessages => Requests;

    internal void Answer(Answer<TRequest, TResponse> answer) => _state = answer;

    internal void Answer(LiveCall<TRequest, TResponse> live) => _state = live;

    internal override Task<Metadata> GetResponseHeadersAsync() => _state switch
    {
        Answer<TRequest, TResponse> answer => answer.Outcome!.HeadersTask(),
        LiveCall<TRequest, TResponse> live => live.HeadersAsync,
        _ => throw new InvalidOperationException(),
    };

    internal override Status GetStatus() => Status
        ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    internal override Metadata GetTrailers() => _state switch
    {
        Answer<TRequest, TResponse> answer => answer.Outcome!.Trailers.Copy(),
        LiveCall<TRequest, TResponse> live => live.GetTrailers(),
        _ => throw new InvalidOperationException(),
    };

    internal override void Dispose() => Live?.Dispose();
}

/// <summary>The record of a call that has more to it than a request: options, or a number that later calls count from.</summary>
internal sealed class DetailedRpcCall<TRequest, TResponse> : RpcCall<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private CallDetails _details;
    private int _number;

    public DetailedRpcCall(RpcMock rpc, CallDetails details, TRequest? request)
        : base(rpc, request) =>
        _details = details;

    internal override CallDetails Details => _details;

    internal override int KnownNumber => _number;

    public void AddHeaders(Metadata headers) => _details = _details.WithHeaders(headers);

    internal override void Keep(int number) => _number = number;
}
