// The responses of a call that goes through the hub, and its status.

using Grpc.Core;

namespace Showcase.Web.Calls;

/// <summary>Begins the call at once: the requests wait for nobody to read.</summary>
internal sealed class TunnelResponses<T> : IAsyncStreamReader<T>, ITunnelState, IDisposable
{
    private readonly Func<byte[], T> _deserialize;
    private readonly CancellationTokenSource _cancellation;
    private readonly IAsyncEnumerator<CallFrame> _frames;
    private Task<bool> _next;
    private CallEnd? _end;
    private T? _current;

    public TunnelResponses(Func<byte[], T> deserialize, Func<CancellationToken, IAsyncEnumerable<CallFrame>> open, CancellationToken cancellationToken)
    {
        _deserialize = deserialize;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _frames = open(_cancellation.Token).GetAsyncEnumerator(_cancellation.Token);
        _next = _frames.MoveNextAsync().AsTask();
    }

    public T Current => _current!;

    public bool HasEnded => _end is not null || _cancellation.IsCancellationRequested;

    public Status Status => _end is { } end
        ? new Status((StatusCode)end.StatusCode, end.Detail)
        : throw new InvalidOperationException("The call has not ended.");

    public Metadata Trailers => _end?.Trailers.ToMetadata() ?? throw new InvalidOperationException("The call has not ended.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_end is null && await NextAsync(cancellationToken) is { } message)
        {
            _current = _deserialize(message);
            return true;
        }

        return Status.StatusCode == StatusCode.OK ? false : throw new RpcException(Status, Trailers);
    }

    public void Dispose() => _cancellation.Cancel();

    // The next response; null when the call has ended.
    private async Task<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _next.WaitAsync(cancellationToken))
            {
                var frame = _frames.Current;
                _next = _frames.MoveNextAsync().AsTask();
                _end = frame.End;
                return frame.Message;
            }

            _end = new CallEnd((int)StatusCode.Unavailable, "The host ended the connection.", []);
        }
        catch (OperationCanceledException)
        {
            _end = new CallEnd((int)StatusCode.Cancelled, "Call canceled by the client.", []);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or Microsoft.AspNetCore.SignalR.HubException)
        {
            _end = new CallEnd((int)StatusCode.Unavailable, exception.Message, []);
        }

        return null;
    }
}
