using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>Makes loaders.</summary>
public static class BatchLoader
{
    /// <summary>Makes a loader for a batch get.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TRequest">The batch request.</typeparam>
    /// <typeparam name="TResponse">The batch response.</typeparam>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <param name="method">The RPC.</param>
    /// <param name="client">The client to call it on.</param>
    /// <param name="maxBatch">Keys per call; a full batch does not wait for the window.</param>
    /// <param name="window">How long the first key of a batch waits for others; one millisecond when <see langword="null"/>.</param>
    /// <param name="template">Other fields that every batch has; its keys are replaced.</param>
    /// <param name="callOptions">Headers of all calls. A deadline here is a point in time for the whole life of the loader.</param>
    /// <param name="timeProvider">The clock of the window; the system's when <see langword="null"/>.</param>
    /// <param name="matching">How items find their keys.</param>
    /// <returns>The loader; dispose it when done.</returns>
    /// <exception cref="ArgumentNullException">Method or client is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A batch is smaller than 1, the window is negative, or the matching unknown.</exception>
    /// <exception cref="ArgumentException">The RPC is a mutation.</exception>
    public static BatchLoader<TKey, TItem> Create<TKey, TRequest, TResponse, TItem>(
        BatchMethod<TKey, TRequest, TResponse, TItem> method,
        ClientBase client,
        int maxBatch = 100,
        TimeSpan? window = null,
        TRequest? template = null,
        CallOptions callOptions = default,
        TimeProvider? timeProvider = null,
        BatchMatching matching = BatchMatching.ByIdentity)
        where TKey : notnull
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window ?? TimeSpan.Zero, TimeSpan.Zero, nameof(window));
        if (method.IsMutation)
        {
            throw new ArgumentException($"{method.Name} changes something: calls of it must not be merged.", nameof(method));
        }

        // One caller's bad key must not fail the others of an atomic batch.
        var options = new BatchOptions { MaxBatchSize = maxBatch, OnFailure = BatchFailureMode.Isolate, Matching = matching };
        var fixedTemplate = template?.Clone();
        return new(
            (keys, token) => BatchCaller.CallAsync(method, client, keys, options, fixedTemplate, callOptions.WithCancellationToken(token)),
            maxBatch,
            window ?? TimeSpan.FromMilliseconds(1),
            timeProvider ?? TimeProvider.System);
    }
}

/// <summary>
/// Turns single gets into batch gets: calls that come within a short window travel together, each key once. It caches
/// nothing. A failure fails the calls that were waiting for it, and never leaves one hanging.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
public sealed class BatchLoader<TKey, TItem> : IAsyncDisposable
    where TKey : notnull
{
    private readonly object _lock = new();
    private readonly Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<BatchResult<TKey, TItem>>>> _load;
    private readonly int _maxBatch;
    private readonly TimeSpan _window;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private readonly ITimer _timer;
    private Dictionary<TKey, TaskCompletionSource<TItem>> _waiting = [];
    private bool _disposed;

    internal BatchLoader(
        Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<BatchResult<TKey, TItem>>>> load,
        int maxBatch,
        TimeSpan window,
        TimeProvider timeProvider)
    {
        _load = load;
        _maxBatch = maxBatch;
        _window = window;
        _timer = timeProvider.CreateTimer(static loader => ((BatchLoader<TKey, TItem>)loader!).SendWaiting(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets one item, together with what others ask for at the same time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up waiting; the batch goes on for the others.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="RpcException">NOT_FOUND when the server does not know the key, else what its batch failed with.</exception>
    /// <exception cref="ObjectDisposedException">The loader is disposed, or was before the item came.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<TItem> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        TaskCompletionSource<TItem>? waiter;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_waiting.TryGetValue(key, out waiter))
            {
                waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(key, waiter);
                if (_waiting.Count >= _maxBatch)
                {
                    SendWaiting();
                }
                else if (_waiting.Count == 1)
                {
                    _timer.Change(_window, Timeout.InfiniteTimeSpan);
                }
            }
        }

        return waiter.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Cancels what is under way; calls that still wait fail.</summary>
    /// <returns>When nothing is under way any more.</returns>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Fail(_waiting, new ObjectDisposedException(nameof(BatchLoader<TKey, TItem>)));
            running = [.. _running];
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void SendWaiting()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || _disposed)
            {
                return;
            }

            var batch = _waiting;
            _waiting = [];
            var sending = SendAsync(batch);
            if (!sending.IsCompleted)
            {
                _running.Add(sending);
                _ = sending.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void Forget(Task task)
    {
        lock (_lock)
        {
            _running.Remove(task);
        }
    }

    private async Task SendAsync(Dictionary<TKey, TaskCompletionSource<TItem>> batch)
    {
        try
        {
            foreach (var result in await _load([.. batch.Keys], _stop.Token).ConfigureAwait(false))
            {
                var waiter = batch[result.Key];
                _ = result.IsOk ? waiter.TrySetResult(result.Item!) : waiter.TrySetException(new RpcException(result.Status));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Fail(batch, new ObjectDisposedException(nameof(BatchLoader<TKey, TItem>)));
        }
        catch (Exception e)
        {
            Fail(batch, e);
        }
    }

    private static void Fail(Dictionary<TKey, TaskCompletionSource<TItem>> batch, Exception error)
    {
        foreach (var waiter in batch.Values)
        {
            waiter.TrySetException(error);
            // A caller that gave up does not look at it any more.
            _ = waiter.Task.Exception;
        }
    }
}
