// A call that the test itself serves, step by step.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// A call in the hands of the test: read what the client sends, send responses, end it. The client sees each step
/// at once, so tests need no waiting.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class MockSession<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly string _rpc;
    private readonly TaskCompletionSource<ServerSide<TRequest, TResponse>> _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;
    private bool _requestGiven;
    private volatile bool _holdsWrites;

    internal MockSession(string rpc) => _rpc = rpc;

    /// <summary>Whether a call has arrived.</summary>
    public bool HasCall => _server.Task.IsCompletedSuccessfully;

    /// <summary>The call, with all that the mock recorded of it.</summary>
    /// <exception cref="InvalidOperationException">No call has arrived yet.</exception>
    public RpcCall<TRequest, TResponse> Call => Server.Call;

    /// <summary>The context of the call as a service method gets it; its token fires when the client cancels, disposes or runs out of time.</summary>
    /// <exception cref="InvalidOperationException">No call has arrived yet.</exception>
    public ServerCallContext Context => Server.Context;

    private ServerSide<TRequest, TResponse> Server => HasCall
        ? _server.Task.Result
        : throw new InvalidOperationException($"The session of {_rpc} has no call yet: let the client call first, or await WaitForCallAsync.");

    /// <summary>Waits until the client calls.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<RpcCall<TRequest, TResponse>> WaitForCallAsync(CancellationToken cancellationToken = default) =>
        (await _server.Task.WaitAsync(cancellationToken).ConfigureAwait(false)).Call;

    /// <summary>Waits for the next request; null once the client has completed its requests.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The client ended the call.</exception>
    public async Task<TRequest?> ReadAsync(CancellationToken cancellationToken = default)
    {
        var server = await _server.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (server.RequestStream is not null)
        {
            return await server.Requests.MoveNext(cancellationToken).ConfigureAwait(false) ? server.Requests.Current : null;
        }

        var request = _requestGiven ? null : server.Request;
        _requestGiven = true;
        return request;
    }

    /// <summary>Sends response headers before the first response.</summary>
    /// <param name="headers">The headers.</param>
    /// <exception cref="InvalidOperationException">They were already sent.</exception>
    public Task SendHeadersAsync(Metadata headers) => Server.Context.WriteResponseHeadersAsync(headers);

    /// <summary>Sends a response; the reply of a unary or client-streaming RPC reaches the client with <see cref="Complete"/>.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="InvalidOperationException">The call is over.</exception>
    public Task SendAsync(TResponse response) => Server.WriteAsync(response);

    /// <summary>Ends the call successfully.</summary>
    /// <param name="trailers">Response trailers.</param>
    public void Complete(Metadata? trailers = null) => End(Status.DefaultSuccess, trailers);

    /// <summary>Ends the call with a status.</summary>
    /// <param name="statusCode">The status code.</param>
    /// <param name="detail">The status detail.</param>
    /// <param name="trailers">Response trailers.</param>
    public void Fail(StatusCode statusCode, string detail = "", Metadata? trailers = null) => End(new Status(statusCode, detail), trailers);

    /// <summary>
    /// Lets the client's writes wait until <see cref="ResumeWrites"/>, as when the server's flow-control window is full.
    /// Before the call arrives, it concerns the first write.
    /// </summary>
    public void HoldWrites()
    {
        _holdsWrites = true;
        if (HasCall)
        {
            Server.RequestStream?.Hold();
        }
    }

    /// <summary>Completes the writes that wait.</summary>
    public void ResumeWrites()
    {
        _holdsWrites = false;
        if (HasCall)
        {
            Server.RequestStream?.Resume();
        }
    }

    internal bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    internal async Task ServeAsync(ServerSide<TRequest, TResponse> server)
    {
        if (_holdsWrites)
        {
            server.RequestStream?.Hold();
        }

        _server.TrySetResult(server);
        await _ended.Task.WaitAsync(server.Aborted).ConfigureAwait(false);
    }

    private void End(Status status, Metadata? trailers)
    {
        Server.Complete(status, trailers ?? []);
        _ended.TrySetResult();
    }
}

/// <summary>Gives one call to a session.</summary>
internal sealed class ManualSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, MockSession<TRequest, TResponse> session)
    : Setup<TRequest, TResponse>(matcher, "Manual()", null)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Answer<TRequest, TResponse>? Answer(RpcCall<TRequest, TResponse> call) =>
        session.TryTake() ? new(call.Rpc, session.ServeAsync) : null;
}
