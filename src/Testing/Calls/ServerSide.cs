// The server's half of a call in progress: what a setup, a handler or a session plays with.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>The server's view of a live call.</summary>
internal sealed class ServerSide<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly LiveCall<TRequest, TResponse> _call;
    private TestServerCallContext? _context;
    private TResponse? _single;
    private int _isComplete;

    public ServerSide(LiveCall<TRequest, TResponse> call)
    {
        _call = call;
        Requests = new RequestReader(this);
        Responses = new ResponseWriter(this);
    }

    public RpcCall<TRequest, TResponse> Call => _call.Record;

    public TimeProvider Time => _call.Options.Time;

    /// <summary>The context that a real server passes to its methods.</summary>
    public TestServerCallContext Context =>
        _context ?? (Interlocked.CompareExchange(ref _context, TestServerCallContext.ForMock(Call, _call.SendHeaders, Aborted), null) ?? _context);

    /// <summary>Fires when the client ends the call.</summary>
    public CancellationToken Aborted => _call.Aborted;

    /// <summary>The single request, as a copy: a handler may change it without changing the record.</summary>
    public TRequest Request => Call.Request.Clone();

    public IAsyncStreamReader<TRequest> Requests { get; }

    public IServerStreamWriter<TResponse> Responses { get; }

    public RequestWriter<TRequest, TResponse>? RequestStream => _call.RequestStream;

    /// <summary>Completes when the client has ended its requests.</summary>
    public Task RequestsCompletedAsync() => _call.RequestStream is { } stream ? stream.Completed.WaitAsync(_call.Aborted) : Task.CompletedTask;

    /// <summary>All requests, once the client has ended them.</summary>
    public async Task<IReadOnlyList<TRequest>> ReadAllAsync()
    {
        await RequestsCompletedAsync().ConfigureAwait(false);
        return Call.Requests;
    }

    public Task DelayAsync(TimeSpan delay) => delay > TimeSpan.Zero ? Task.Delay(delay, Time, _call.Aborted) : Task.CompletedTask;

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isComplete != 0 || _call.Aborted.IsCancellationRequested)
        {
            throw new InvalidOperationException("Can't write the message because the request is complete.");
        }

        if (_call.Responses is { } responses)
        {
            _call.SendHeaders([]);
            var write = responses.Writer.WriteAsync(message.Clone(), _call.Aborted);
            await (write.IsCompleted ? write : new ValueTask(write.AsTask().WaitAsync(cancellationToken))).ConfigureAwait(false);
        }
        else if (Interlocked.CompareExchange(ref _single, message.Clone(), null) is not null)
        {
            throw new InvalidOperationException($"{Call.Method} has a single response, and it was already written.");
        }
    }

    /// <summary>Writes the message that a service method returned, or ends the call as a real server does when it returned none.</summary>
    public Task ReplyAsync(TResponse? message)
    {
        if (message is not null)
        {
            return WriteAsync(message);
        }

        Complete(new Status(StatusCode.Cancelled, "No message returned from method."));
        return Task.CompletedTask;
    }

    /// <summary>Plays an outcome. A success waits for the end of the requests, a failure does not.</summary>
    public async Task PlayAsync(RpcOutcome<TResponse> outcome)
    {
        await DelayAsync(outcome.Delay).ConfigureAwait(false);
        if (outcome.Exception is { } exception)
        {
            _call.Crash(exception);
            return;
        }

        if (outcome.Headers is { } headers)
        {
            _call.SendHeaders(headers);
        }

        if (outcome.Message is { } message)
        {
            await RequestsCompletedAsync().ConfigureAwait(false);
            await WriteAsync(message).ConfigureAwait(false);
        }

        Complete(outcome.Status, outcome.Trailers);
    }

    /// <summary>Ends the call with the trailers of the context.</summary>
    public void Complete(Status status) => Complete(status, Context.ResponseTrailers);

    /// <summary>Ends the call as a server does for an exception of its method: with its trailers after those of the context.</summary>
    public void Fail(RpcException exception)
    {
        var trailers = Context.ResponseTrailers.Copy();
        foreach (var entry in exception.Trailers)
        {
            trailers.Add(entry);
        }

        Complete(exception.Status, trailers);
    }

    public void Complete(Status status, Metadata trailers)
    {
        if (Interlocked.Exchange(ref _isComplete, 1) == 0)
        {
            if (_single is not null)
            {
                // A reply comes with headers of its own; without one the trailers are all there is.
                _call.SendHeaders([]);
            }

            _call.Complete(status, trailers, _single);
        }
    }

    /// <summary>Requests for a handler.</summary>
    private sealed class RequestReader(ServerSide<TRequest, TResponse> server) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, server._call.Aborted);
            var requests = server._call.RequestStream!.Requests;
            while (await requests.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                if (requests.TryRead(out var request))
                {
                    Current = request;
                    return true;
                }
            }

            // The channel also ends when the client is gone: that is no end of its requests.
            either.Token.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Responses of a handler.</summary>
    private sealed class ResponseWriter(ServerSide<TRequest, TResponse> server) : IServerStreamWriter<TResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(TResponse message) => server.WriteAsync(message);

        public Task WriteAsync(TResponse message, CancellationToken cancellationToken) => server.WriteAsync(message, cancellationToken);
    }
}
