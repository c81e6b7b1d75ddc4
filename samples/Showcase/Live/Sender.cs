// Sends a sequence to the response stream of a call in the background, while the call does other things.

namespace Showcase.Live;

/// <summary>
/// Lets several senders share one response stream, which takes one message at a time. A write that has begun is not
/// broken off: gRPC would reset the call, and its status would never arrive.
/// </summary>
/// <param name="stream">The response stream.</param>
/// <param name="callEnded">Cancelled when there is nobody to write to.</param>
internal sealed class SharedStream<T>(Grpc.Core.IServerStreamWriter<T> stream, CancellationToken callEnded) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _givenUp = CancellationTokenSource.CreateLinkedTokenSource(callEnded);

    /// <summary>Writes a message when it is its turn, unless it is cancelled before.</summary>
    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(message, _givenUp.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The handler wants to return: a reader that holds a write up has a second to take it, then the call is reset.</summary>
    public void End() => _givenUp.CancelAfter(Patience);

    public void Dispose()
    {
        _turn.Dispose();
        _givenUp.Dispose();
    }
}

internal sealed class Sender<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Func<T, long> _positionOf;
    private readonly Lock _lock = new();
    private readonly List<(long Position, TaskCompletionSource Reached)> _waiters = [];
    private long _position;

    /// <summary>Starts to send.</summary>
    /// <param name="messages">The sequence.</param>
    /// <param name="positionOf">The place of a message in it, growing.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="failed">Called once when the sequence or the stream fails.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Sender(
        Func<CancellationToken, IAsyncEnumerable<T>> messages,
        Func<T, long> positionOf,
        SharedStream<T> stream,
        Action failed,
        CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _positionOf = positionOf;
        Completion = SendAsync(messages(_stop.Token), stream, failed);
    }

    /// <summary>Fails when the sequence or the stream does; cancelled by disposing.</summary>
    public Task Completion { get; }

    /// <summary>Waits until everything up to a position has been sent.</summary>
    public async Task ReachAsync(long position)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_position >= position)
            {
                return;
            }

            _waiters.Add((position, reached));
        }

        await await Task.WhenAny(reached.Task, Completion);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SendAsync(IAsyncEnumerable<T> messages, SharedStream<T> stream, Action failed)
    {
        try
        {
            await foreach (var message in messages)
            {
                await stream.WriteAsync(message, _stop.Token);
                Advance(_positionOf(message));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed();
            throw;
        }
    }

    private void Advance(long position)
    {
        lock (_lock)
        {
            _position = position;
            _waiters.RemoveAll(waiter => waiter.Position <= position && waiter.Reached.TrySetResult());
        }
    }
}
