// A store whose first readers all get their answer before any of them goes on.
using GrpcSdk.AspNetCore.Operations;

namespace GrpcSdk.EntityFrameworkCore.Tests;

/// <summary>Holds as many readers back as the barrier has participants; what comes later passes.</summary>
internal sealed class MeetingStore(IOperationStore inner, Barrier readers) : IOperationStore
{
    public async Task<OperationRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = inner.FindAsync(name, cancellationToken);
        if (found.GetAwaiter().GetResult() is { Revision: 0 } && readers.CurrentPhaseNumber == 0)
        {
            readers.SignalAndWait(cancellationToken);
        }

        return await found;
    }

    public Task<bool> TryAddAsync(OperationRecord operation, CancellationToken cancellationToken) => inner.TryAddAsync(operation, cancellationToken);

    public Task<OperationRecord?> TryUpdateAsync(OperationRecord operation, CancellationToken cancellationToken) => inner.TryUpdateAsync(operation, cancellationToken);

    public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken) => inner.TryRemoveAsync(name, cancellationToken);

    public Task<IReadOnlyList<OperationRecord>> ListAsync(string afterName, int count, CancellationToken cancellationToken) => inner.ListAsync(afterName, count, cancellationToken);

    public Task WaitForChangeAsync(string name, long revision, CancellationToken cancellationToken) => inner.WaitForChangeAsync(name, revision, cancellationToken);
}
