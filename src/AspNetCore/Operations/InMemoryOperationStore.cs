namespace GrpcSdk.AspNetCore.Operations;

/// <summary>Keeps operations in the memory of this process: for one replica, and for tests.</summary>
public sealed class InMemoryOperationStore : IOperationStore
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, (OperationRecord Record, TaskCompletionSource Changed)> _operations = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        lock (_lock)
        {
            return Task.FromResult(_operations.TryAdd(operation.Name, (operation, NewSignal())));
        }
    }

    /// <inheritdoc/>
    public Task<OperationRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_operations.TryGetValue(name, out var entry) ? entry.Record : null);
        }
    }

    /// <inheritdoc/>
    public Task<OperationRecord?> TryUpdateAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        lock (_lock)
        {
            if (!_operations.TryGetValue(operation.Name, out var entry) || entry.Record.Revision != operation.Revision)
            {
                return Task.FromResult<OperationRecord?>(null);
            }

            var updated = operation with { Revision = operation.Revision + 1 };
            _operations[operation.Name] = (updated, NewSignal());
            entry.Changed.SetResult();
            return Task.FromResult<OperationRecord?>(updated);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_operations.Remove(name, out var entry))
            {
                entry.Changed.SetResult();
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperationRecord>> ListAsync(string afterName, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<OperationRecord>>(
                [.. _operations.Where(o => string.CompareOrdinal(o.Key, afterName) > 0).Take(count).Select(o => o.Value.Record)]);
        }
    }

    /// <inheritdoc/>
    public Task WaitForChangeAsync(string name, long revision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _operations.TryGetValue(name, out var entry) && entry.Record.Revision == revision
                ? entry.Changed.Task.WaitAsync(cancellationToken)
                : Task.CompletedTask;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
