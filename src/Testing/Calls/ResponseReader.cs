// The client's response stream, as in Grpc.Net.Client.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Reads the responses of a call.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(LiveCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly object _gate = new();
    private Task<bool>? _read;

    public TResponse Current { get; private set; } = null!;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(call.IsDisposed, call);
        if (call.StatusOrNull is { } status)
        {
            return status.StatusCode == StatusCode.OK ? Task.FromResult(false) : Task.FromException<bool>(call.EndedRead());
        }

        lock (_gate)
        {
            if (_read is { IsCompleted: false })
            {
                return Task.FromException<bool>(new InvalidOperationException("Can't read the next message because the previous read is still in progress."));
            }

            return _read = ReadAsync(cancellationToken);
        }
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        using var registration = call.AbortOn(cancellationToken);
        try
        {
            call.Aborted.ThrowIfCancellationRequested();
            Current = null!;
            while (await call.Responses!.Reader.WaitToReadAsync(call.Aborted).ConfigureAwait(false))
            {
                if (call.Responses.Reader.TryRead(out var message))
                {
                    call.Delivering(message);
                    Current = message;
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw call.EndedRead();
        }

        return call.ReachServerEnd().StatusCode == StatusCode.OK ? false : throw call.Ended();
    }
}
