// A request stream for unit tests of service methods.
using System.Threading.Channels;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// A stream that a test fills: pass it to a client-streaming or duplex service method. Thread-safe.
/// </summary>
/// <typeparam name="T">The message.</typeparam>
public sealed class TestAsyncStreamReader<T> : IAsyncStreamReader<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();
    private Task<bool>? _read;

    /// <summary>Creates an open stream without messages.</summary>
    public TestAsyncStreamReader()
    {
    }

    /// <summary>Creates a stream of these messages that ends after them.</summary>
    /// <param name="messages">The messages.</param>
    public TestAsyncStreamReader(IEnumerable<T> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            Add(message);
        }

        Complete();
    }

    /// <inheritdoc/>
    public T Current { get; private set; } = null!;

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidOperationException">The stream has ended.</exception>
    public void Add(T message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_messages.Writer.TryWrite(message))
        {
            throw new InvalidOperationException("The stream has ended: add messages before Complete or Fail.");
        }
    }

    /// <summary>Ends the stream.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Ends the stream with an exception after the messages so far, as a client that is cut off.</summary>
    /// <param name="exception">What <see cref="MoveNext"/> throws.</param>
    public void Fail(Exception exception) => _messages.Writer.TryComplete(exception);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The previous read has not completed; real servers refuse that too.</exception>
    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
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
        cancellationToken.ThrowIfCancellationRequested();
        while (await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_messages.Reader.TryRead(out var message))
            {
                Current = message;
                return true;
            }
        }

        Current = null!;
        return false;
    }
}
