// A response stream for unit tests of service methods.
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// A stream that collects what a server-streaming or duplex service method writes. Thread-safe; messages are copied
/// when they are written, so a method that reuses one message object is seen as its client would see it.
/// </summary>
/// <typeparam name="T">The message.</typeparam>
public sealed class TestServerStreamWriter<T> : IServerStreamWriter<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly ServerCallContext? _context;
    private readonly List<T> _written = [];
    private readonly Channel<T> _unread = Channel.CreateUnbounded<T>();
    private Task? _write;
    private TaskCompletionSource? _hold;
    private bool _isCompleted;

    /// <summary>Creates the stream.</summary>
    /// <param name="context">The call's context: after its cancellation, writes fail as on a real server. May be null.</param>
    public TestServerStreamWriter(ServerCallContext? context = null) => _context = context;

    /// <inheritdoc/>
    public WriteOptions? WriteOptions { get; set; }

    /// <summary>All messages so far.</summary>
    public IReadOnlyList<T> Written
    {
        get
        {
            lock (_gate)
            {
                return [.. _written];
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The call is over, or the previous write has not completed; real servers refuse that too.</exception>
    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The call is over, or the previous write has not completed; real servers refuse that too.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, before the write or while it waits.</exception>
    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (_gate)
        {
            if (_isCompleted || _context?.CancellationToken.IsCancellationRequested == true)
            {
                return Task.FromException(new InvalidOperationException("Can't write the message because the request is complete."));
            }

            if (_write is { IsCompleted: false })
            {
                return Task.FromException(new InvalidOperationException("Can't write the message because the previous write is in progress."));
            }

            var snapshot = message is IDeepCloneable<T> cloneable ? cloneable.Clone() : message;
            _written.Add(snapshot);
            _unread.Writer.TryWrite(snapshot);
            return _write = _hold?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>Waits for the next message that this method has not given yet; null once <see cref="Complete"/> was called and all were given.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<T?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await _unread.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_unread.Reader.TryRead(out var message))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>Says that the call is over: further writes fail as on a real server.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
        }

        _unread.Writer.TryComplete();
    }

    /// <summary>Lets the tasks of writes wait until <see cref="ResumeWrites"/>, as for a client that does not read.</summary>
    public void HoldWrites()
    {
        lock (_gate)
        {
            _hold ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Completes the writes that wait.</summary>
    public void ResumeWrites()
    {
        lock (_gate)
        {
            _hold?.TrySetResult();
            _hold = null;
        }
    }
}
