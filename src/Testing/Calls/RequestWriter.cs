// The client's request stream, as in Grpc.Net.Client.
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Writes the requests of a call.</summary>
internal sealed class RequestWriter<TRequest, TResponse>(LiveCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly object _gate = new();
    private readonly List<TRequest> _sent = [];
    private readonly Channel<TRequest> _requests = Channel.CreateUnbounded<TRequest>();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _hold;
    private Task? _write;
    private bool _isCompleted;

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Requests on their way to the server.</summary>
    public ChannelReader<TRequest> Requests => _requests.Reader;

    /// <summary>Snapshots of the requests so far.</summary>
    public IReadOnlyList<TRequest> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Whether the client has ended its requests.</summary>
    public bool IsCompleted => Volatile.Read(ref _isCompleted);

    /// <summary>Completes when the client has ended its requests.</summary>
    public Task Completed => _completed.Task;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var registration = call.AbortOn(cancellationToken);
        await Start(message).ConfigureAwait(false);
    }

    public Task CompleteAsync()
    {
        ObjectDisposedException.ThrowIf(call.IsDisposed, call);
        lock (_gate)
        {
            if (_write is { IsCompleted: false })
            {
                return Task.FromException(new InvalidOperationException("Can't complete the client stream writer because the previous write is in progress."));
            }

            Volatile.Write(ref _isCompleted, true);
        }

        CloseForServer();
        _completed.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>No more requests reach the server.</summary>
    public void CloseForServer() => _requests.Writer.TryComplete();

    /// <summary>Lets writes wait until <see cref="Resume"/>, as when the server's window is full.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _hold ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _hold?.TrySetResult();
            _hold = null;
        }
    }

    private Task Start(TRequest message)
    {
        ObjectDisposedException.ThrowIf(call.IsDisposed, call);
        lock (_gate)
        {
            if (_isCompleted)
            {
                throw new InvalidOperationException("Request stream has already been completed.");
            }

            if (call.StatusOrNull is not null)
            {
                throw call.Ended();
            }

            if (_write is { IsCompleted: false })
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            return _write = SendAsync(message, _hold?.Task);
        }
    }

    private async Task SendAsync(TRequest message, Task? hold)
    {
        var snapshot = message.Clone();
        if (hold is not null)
        {
            try
            {
                await hold.WaitAsync(call.Aborted).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw call.Ended();
            }
        }

        lock (_sent)
        {
            _sent.Add(snapshot);
        }

        _requests.Writer.TryWrite(snapshot.Clone());

        // The message has gone out, but its task is not complete yet: who forgets to await a write
        // runs into "the previous write is in progress", as over a network.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }
}
