// A call in progress: the state machine of Grpc.Net.Client's GrpcCall, between the real client class and a setup.
// The differential tests run every transition against the original.
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// One call. Its client half is what the client sees (response, headers, status, trailers, streams); its server half is
/// <see cref="ServerSide{TRequest,TResponse}"/>. A call is over for the client when <see cref="StatusOrNull"/> is set:
/// by <see cref="Abort"/> at once, or by the server's end once the client has read up to it.
/// </summary>
internal sealed class LiveCall<TRequest, TResponse> : IDisposable
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    // How many responses a server may be ahead of the client; then its writes wait, as they do for HTTP/2 flow control.
    private const int ResponseWindow = 128;

    private readonly object _gate = new();
    private readonly RpcMock<TRequest, TResponse> _rpc;
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TResponse>? _response;
    private readonly CancellationTokenSource _aborted = new();
    private readonly List<TResponse> _delivered = [];
    private CancellationTokenRegistration _cancellation;
    private ITimer? _deadline;
    private Status? _status;
    private Metadata? _trailers;
    private (Status Status, Metadata Trailers)? _serverEnd;
    private Exception? _crash;
    private bool _headersSent;

    public LiveCall(RpcMock<TRequest, TResponse> rpc, RpcCall<TRequest, TResponse> record)
    {
        _rpc = rpc;
        Record = record;
        record.Answer(this);
        if (rpc.Kind is MethodType.Unary or MethodType.ClientStreaming)
        {
            _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        else
        {
            Responses = Channel.CreateBounded<TResponse>(ResponseWindow);
            ResponseStream = new ResponseReader<TRequest, TResponse>(this);
        }

        if (rpc.Kind is MethodType.ClientStreaming or MethodType.DuplexStreaming)
        {
            RequestStream = new RequestWriter<TRequest, TResponse>(this);
        }
    }

    public RpcCall<TRequest, TResponse> Record { get; }

    public RpcMock Rpc => _rpc;

    public GrpcMockOptions Options => _rpc.Mock.Options;

    /// <summary>The response of a unary or client-streaming call.</summary>
    public Task<TResponse> ResponseAsync => _response!.Task;

    public Task<Metadata> HeadersAsync => _headers.Task;

    public ResponseReader<TRequest, TResponse>? ResponseStream { get; }

    public RequestWriter<TRequest, TResponse>? RequestStream { get; }

    /// <summary>Responses on their way to the client; null when there is a single one.</summary>
    public Channel<TResponse>? Responses { get; }

    /// <summary>Fires when the call ends before the server ended it.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public bool IsDisposed { get; private set; }

    /// <summary>Whether the server ended the call before it sent headers.</summary>
    public bool IsTrailersOnly { get; private set; }

    public bool RequestsCompleted => RequestStream is null || RequestStream.IsCompleted;

    public Status? StatusOrNull
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    public IReadOnlyList<TResponse> Delivered
    {
        get
        {
            lock (_gate)
            {
                return [.. _delivered];
            }
        }
    }

    /// <summary>Starts to watch the caller's token and the deadline; either may end the call at once.</summary>
    public void Observe()
    {
        var token = Record.CancellationToken;
        if (token.CanBeCanceled)
        {
            _cancellation = token.UnsafeRegister(static (call, token) => ((LiveCall<TRequest, TResponse>)call!).Abort(Statuses.CanceledByClient(token)), this);
        }

        switch (Record.TimeToDeadline)
        {
            case { Ticks: 0 }:
                Abort(Statuses.DeadlineExceeded);
                break;
            case { } left:
                var timer = DeadlineTimer.Start(Options.Time, left, () => Abort(Statuses.DeadlineExceeded));
                lock (_gate)
                {
                    _deadline = timer;
                }

                break;
        }

        if (StatusOrNull is not null)
        {
            Release();
        }
    }

    /// <summary>Records the call and lets its setup answer.</summary>
    public void Begin()
    {
        _rpc.Mock.Log.Append(Record);
        if (StatusOrNull is null)
        {
            // A call that is over before it begins never reaches a server: it uses up no setup.
            Run(_rpc.Answer(Record));
        }
    }

    /// <summary>The same once the headers of call credentials are there; they become part of the record.</summary>
    public void BeginWith(DetailedRpcCall<TRequest, TResponse> record, Task<Metadata> credentials)
    {
        if (credentials.IsCompletedSuccessfully)
        {
            record.AddHeaders(credentials.Result);
            Begin();
            return;
        }

        _ = BeginAsync();

        async Task BeginAsync()
        {
            try
            {
                record.AddHeaders(await credentials.ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                Abort(exception is RpcException rpc ? rpc.Status : Statuses.ErrorStartingCall(exception));
                return;
            }

            try
            {
                Begin();
            }
            catch (Exception exception)
            {
                Crash(exception);
            }
        }
    }

    /// <summary>Runs the answer of a setup. It begins on the caller's thread, so that its timers exist when the call is returned.</summary>
    public void Run(Answer<TRequest, TResponse> answer) => _ = RunAsync(answer);

    /// <summary>Ends the call from the client's side. The first end wins.</summary>
    public void Abort(Status status)
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return;
            }

            _status = status;
        }

        Release();
        var exception = Ended();
        _headers.TrySetException(exception);
        _response?.TrySetException(exception);
        ObserveFailures();
        RequestStream?.CloseForServer();
        CancelServer();
    }

    /// <summary>Ends the call when the token of a single read or write fires.</summary>
    public CancellationTokenRegistration AbortOn(CancellationToken token) => token.CanBeCanceled && token != Record.CancellationToken
        ? token.UnsafeRegister(static (call, token) => ((LiveCall<TRequest, TResponse>)call!).Abort(Statuses.CanceledByClient(token)), this)
        : default;

    /// <summary>Ends the call with an exception that is no status, and that the client shall see as it is.</summary>
    public void Crash(Exception exception)
    {
        lock (_gate)
        {
            _crash ??= exception;
        }

        Abort(new Status(StatusCode.Unknown, exception.Message, exception));
    }

    public void Dispose()
    {
        IsDisposed = true;
        Abort(Statuses.Disposed);
        ObserveFailures();
    }

    public Metadata GetTrailers()
    {
        lock (_gate)
        {
            return _trailers?.Copy()
                ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");
        }
    }

    /// <summary>What the client's operations throw once the call has ended.</summary>
    public Exception Ended()
    {
        lock (_gate)
        {
            var status = _status!.Value;
            return _crash ?? (Options.ThrowOperationCanceledOnCancellation && _trailers is null && status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
                ? new OperationCanceledException(status.Detail, Record.CancellationToken.IsCancellationRequested ? Record.CancellationToken : Aborted)
                : new RpcException(status, _trailers?.Copy() ?? []));
        }
    }

    /// <summary>What reads throw once the call has ended; with the option, the original cancels them for every end but the server's.</summary>
    public Exception EndedRead() => Options.ThrowOperationCanceledOnCancellation && Aborted.IsCancellationRequested && _crash is null
        ? new OperationCanceledException(Record.CancellationToken.IsCancellationRequested ? Record.CancellationToken : Aborted)
        : Ended();

    /// <summary>The server's headers go out; true unless they already did.</summary>
    public bool SendHeaders(Metadata headers)
    {
        lock (_gate)
        {
            if (_headersSent)
            {
                return false;
            }

            _headersSent = true;
        }

        _headers.TrySetResult(headers.Copy());
        return true;
    }

    public void Delivering(TResponse message)
    {
        lock (_gate)
        {
            _delivered.Add(message.Clone());
        }
    }

    /// <summary>Ends the call from the server's side. The first end wins; a streaming client sees it after the messages before it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="trailers">The trailers.</param>
    /// <param name="response">The response of a unary or client-streaming call.</param>
    public void Complete(Status status, Metadata trailers, TResponse? response)
    {
        if (_response is not null && status.StatusCode == StatusCode.OK && response is null)
        {
            status = Statuses.NoMessage;
        }

        lock (_gate)
        {
            if (_status is not null || _serverEnd is not null)
            {
                return;
            }

            IsTrailersOnly = !_headersSent;
            _serverEnd = (status, trailers.Copy());
            if (_response is not null || IsTrailersOnly)
            {
                ReachServerEnd();
            }
        }

        SendHeaders(trailers);
        Responses?.Writer.TryComplete();
        if (_response is not null || IsTrailersOnly)
        {
            Release();
        }

        if (status.StatusCode == StatusCode.OK)
        {
            _response?.TrySetResult(response!);
        }
        else
        {
            _response?.TrySetException(Ended());
            ObserveFailures();
        }
    }

    /// <summary>The client has read all responses: it learns the status and the trailers.</summary>
    public Status ReachServerEnd()
    {
        lock (_gate)
        {
            if (_status is null)
            {
                (_status, _trailers) = (_serverEnd!.Value.Status, _serverEnd.Value.Trailers);
            }
        }

        Release();
        return _status.Value;
    }

    private async Task RunAsync(Answer<TRequest, TResponse> answer)
    {
        var server = new ServerSide<TRequest, TResponse>(this);
        try
        {
            if (answer.Outcome is { } outcome)
            {
                await server.PlayAsync(outcome).ConfigureAwait(false);
                return;
            }

            await answer.Handler!(server).ConfigureAwait(false);
            server.Complete(server.Context.Status);
        }
        catch (RpcException exception)
        {
            server.Fail(exception);
        }
        catch (GrpcMockException exception)
        {
            // The test is wrong, not the server: the client must not see a status.
            Crash(exception);
        }
        catch (Exception) when (Aborted.IsCancellationRequested)
        {
            // The client is gone; what its server thinks of that concerns nobody.
        }
        catch (Exception exception)
        {
            _rpc.Mock.Remember($"The handler of {_rpc.Name} threw {exception.GetType().Name}: {exception.Message} The client saw the status that a real server gives for it, Unknown.");
            server.Complete(new Status(StatusCode.Unknown, "Exception was thrown by handler.", exception));
        }
    }

    private void CancelServer()
    {
        try
        {
            _aborted.Cancel();
        }
        catch (AggregateException exception)
        {
            // A handler's cancellation callback threw; the client that cancels must not see it.
            _rpc.Mock.Remember($"A cancellation callback of the handler of {_rpc.Name} threw: {exception.InnerException?.Message}");
        }
    }

    private void Release()
    {
        _cancellation.Unregister();
        lock (_gate)
        {
            _deadline?.Dispose();
        }
    }

    // Whoever looks at the status need not look at the tasks too.
    private void ObserveFailures()
    {
        _ = _headers.Task.Exception;
        _ = _response?.Task.Exception;
    }
}
