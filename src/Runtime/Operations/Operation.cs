using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace GrpcSdk.Operations;

/// <summary>
/// A long-running operation on the server (<see href="https://google.aip.dev/151">AIP-151</see>), seen from a client. To
/// wait for it, to stop waiting or to lose this object changes nothing about the operation itself.
/// </summary>
/// <typeparam name="TOperation">The operation message.</typeparam>
/// <typeparam name="TResult">What the operation returns.</typeparam>
/// <typeparam name="TMetadata">What it says about its progress.</typeparam>
public sealed class Operation<TOperation, TResult, TMetadata>
    where TOperation : class, IMessage<TOperation>
    where TResult : class, IMessage<TResult>, new()
    where TMetadata : class, IMessage<TMetadata>, new()
{
    // A server's clock may say that a deadline has passed a moment before ours does.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMilliseconds(50);

    private readonly OperationPoller<TOperation> _poller;
    private readonly CallOptions _callOptions;
    private OperationState _state;
    private int _unavailable;

    /// <summary>An operation that a method has just returned.</summary>
    /// <param name="poller">How to ask for it again.</param>
    /// <param name="operation">The message.</param>
    /// <param name="callOptions">Headers and so on of later calls; their deadline and token do not count.</param>
    /// <exception cref="ArgumentNullException">Poller or operation is <see langword="null"/>.</exception>
    public Operation(OperationPoller<TOperation> poller, TOperation operation, CallOptions callOptions)
        : this(poller, callOptions)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Accept(operation);
    }

    /// <summary>An operation that an earlier process began. Nothing is known of it until it is asked for.</summary>
    /// <param name="poller">How to ask for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="callOptions">Headers and so on of later calls; their deadline and token do not count.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">Poller or name is <see langword="null"/>.</exception>
    public Operation(OperationPoller<TOperation> poller, string name, CallOptions callOptions)
        : this(poller, callOptions)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _state = new(name, done: false, null, null, null);
    }

    private Operation(OperationPoller<TOperation> poller, CallOptions callOptions)
    {
        ArgumentNullException.ThrowIfNull(poller);
        _poller = poller;
        _callOptions = new(callOptions.Headers, credentials: callOptions.Credentials, writeOptions: callOptions.WriteOptions);
    }

    /// <summary>The name, with which another process can find the operation.</summary>
    public string Name => _state.Name;

    /// <summary>Whether it had finished at the last answer.</summary>
    public bool IsDone => _state.Done;

    /// <summary>The last answer; <see langword="null"/> for an operation that has not been asked for.</summary>
    public TOperation? Latest { get; private set; }

    /// <summary>The progress of the last answer; <see langword="null"/> if it had none of this type.</summary>
    public TMetadata? Metadata => Unpack<TMetadata>(_state.Metadata);

    /// <summary>The result of a finished operation.</summary>
    /// <exception cref="OperationFailedException">It finished with an error.</exception>
    /// <exception cref="InvalidOperationException">It has not finished, or its result is of another type.</exception>
    public TResult Result => _state switch
    {
        { Error: { } error } => throw new OperationFailedException(Name, error),
        { Done: false } => throw new InvalidOperationException($"Operation '{Name}' has not finished; call WaitAsync."),
        { Response: { } response } => Unpack<TResult>(response) ?? throw new InvalidOperationException(
            $"Operation '{Name}' returned {(response is Any any ? any.TypeUrl : response.Descriptor.FullName)}, not {new TResult().Descriptor.FullName}."),
        // Nothing to return, as after a delete.
        _ => new TResult(),
    };

    /// <summary>Asks the server once.</summary>
    /// <param name="cancellationToken">Cancels the question, not the operation.</param>
    /// <returns>When the answer is in <see cref="Latest"/>.</returns>
    /// <exception cref="RpcException">The question failed.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken = default) =>
        Accept(await _poller.GetAsync(Name, _callOptions.WithCancellationToken(cancellationToken)).ConfigureAwait(false));

    /// <summary>Waits until the operation has finished.</summary>
    /// <param name="poll">How often to ask; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Gets the metadata each time that they have changed.</param>
    /// <param name="cancellationToken">Ends the wait, not the operation.</param>
    /// <returns>The result.</returns>
    /// <exception cref="OperationFailedException">The operation finished with an error.</exception>
    /// <exception cref="TimeoutException"><see cref="PollOptions.Timeout"/> passed; the operation goes on.</exception>
    /// <exception cref="RpcException">The server could not be asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the operation goes on.</exception>
    public async Task<TResult> WaitAsync(PollOptions? poll = null, IProgress<TMetadata>? progress = null, CancellationToken cancellationToken = default)
    {
        await foreach (var metadata in WatchAsync(poll, cancellationToken).ConfigureAwait(false))
        {
            progress?.Report(metadata);
        }

        return Result;
    }

    /// <summary>Watches the operation until it has finished, whether well or not.</summary>
    /// <param name="poll">How often to ask; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the watch, not the operation.</param>
    /// <returns>The metadata each time that they have changed, the ones known already first.</returns>
    /// <exception cref="TimeoutException"><see cref="PollOptions.Timeout"/> passed; the operation goes on.</exception>
    /// <exception cref="RpcException">The server could not be asked.</exception>
    public async IAsyncEnumerable<TMetadata> WatchAsync(PollOptions? poll = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        poll = (poll ?? PollOptions.Default).Validate(nameof(poll));
        var clock = poll.TimeProvider;
        var start = clock.GetTimestamp();
        TMetadata? last = null;
        for (var question = 0; ; question++)
        {
            if (Metadata is { } metadata && !metadata.Equals(last))
            {
                yield return last = metadata;
            }

            if (IsDone)
            {
                yield break;
            }

            var delay = Latest is null && question == 0 ? TimeSpan.Zero : poll.Backoff.Before(question);
            if (poll.Timeout is { } timeout && clock.GetElapsedTime(start) + delay > timeout)
            {
                throw TimedOut(timeout);
            }

            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
            await AskAsync(poll, poll.Timeout - clock.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the server to cancel the operation, which may take a while or come too late: <see cref="WaitAsync"/> tells.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>When the server has the request.</returns>
    /// <exception cref="NotSupportedException">The client has no method for it.</exception>
    /// <exception cref="RpcException">The server refused.</exception>
    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        _poller.CancelAsync(Name, _callOptions.WithCancellationToken(cancellationToken));

    /// <summary>Tells the server that the operation's result is of no more interest. It does not cancel it.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>When the server has forgotten it.</returns>
    /// <exception cref="NotSupportedException">The client has no method for it.</exception>
    /// <exception cref="RpcException">The server refused.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        _poller.DeleteAsync(Name, _callOptions.WithCancellationToken(cancellationToken));

    // A lost answer is no news about the operation: the next question will tell. One that never comes must not outlast the wait.
    private async Task AskAsync(PollOptions poll, TimeSpan? left, CancellationToken cancellationToken)
    {
        using var expiry = left is { } time ? poll.TimeProvider.CancelAfter(time) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry?.Token ?? default, cancellationToken);
        var options = OptionsFor(poll, left).WithCancellationToken(either.Token);
        try
        {
            Accept(await _poller.GetAsync(Name, options).ConfigureAwait(false));
            _unavailable = 0;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e.IsCancellation())
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when ((expiry is { IsCancellationRequested: true } && e.IsCancellation())
            || (e is RpcException { StatusCode: StatusCode.DeadlineExceeded } && options.Deadline - ClockTolerance <= poll.TimeProvider.GetUtcNow().UtcDateTime))
        {
            throw TimedOut(poll.Timeout!.Value, e);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && ++_unavailable <= poll.MaxUnavailable)
        {
        }
    }

    // The server learns how long its answer is of use, on the one clock that it shares with us.
    private CallOptions OptionsFor(PollOptions poll, TimeSpan? left) =>
        left is { } time && poll.TimeProvider == TimeProvider.System && poll.TimeProvider.DeadlineAfter(time) is { } deadline
            ? _callOptions.WithDeadline(deadline)
            : _callOptions;

    private TimeoutException TimedOut(TimeSpan timeout, Exception? inner = null) =>
        new($"Operation '{Name}' has not finished after {timeout}; it goes on.", inner);

    private void Accept(TOperation operation)
    {
        Latest = operation;
        _state = _poller.Read(operation);
    }

    private static T? Unpack<T>(IMessage? message)
        where T : class, IMessage<T>, new() => message switch
        {
            T typed => typed,
            Any any => any.TryUnpack<T>(out var unpacked) ? unpacked : null,
            _ => null,
        };
}
