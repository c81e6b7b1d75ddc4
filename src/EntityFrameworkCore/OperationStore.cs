using GrpcSdk.AspNetCore.Operations;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>
/// Keeps operations in a database: they survive the process, and several replicas share them. A change that this process
/// makes wakes its own waiters at once; those of other replicas are found by asking the database now and then.
/// </summary>
/// <typeparam name="TContext">Your context, with <see cref="OperationModelBuilderExtensions.AddGrpcOperations"/> in its model.</typeparam>
public sealed class OperationStore<TContext> : IOperationStore
    where TContext : DbContext
{
    private readonly IDbContextFactory<TContext> _contexts;
    private readonly TimeProvider _time;
    private readonly TimeSpan _pollInterval;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Makes the store; a host has one.</summary>
    /// <param name="contexts">Makes a context per question: <c>AddDbContextFactory</c> registers it.</param>
    /// <param name="timeProvider">The clock of <paramref name="pollInterval"/>.</param>
    /// <param name="pollInterval">How often a wait asks the database for changes by other replicas; one second when <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException">Contexts or clock is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is zero or less.</exception>
    public OperationStore(IDbContextFactory<TContext> contexts, TimeProvider timeProvider, TimeSpan? pollInterval = null)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _pollInterval = pollInterval ?? TimeSpan.FromSeconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_pollInterval, TimeSpan.Zero, nameof(pollInterval));
        (_contexts, _time) = (contexts, timeProvider);
    }

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (await FindAsync(operation.Name, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        context.Add(OperationEntity.From(operation));
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody added the same name in between; anything else is a real failure.
            if (await FindAsync(operation.Name, cancellationToken).ConfigureAwait(false) is null)
            {
                throw;
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<OperationRecord?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var found = await Rows(context).SingleOrDefaultAsync(o => o.Name == name, cancellationToken).ConfigureAwait(false);
        return found?.ToRecord();
    }

    /// <inheritdoc/>
    public async Task<OperationRecord?> TryUpdateAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var updated = operation with { Revision = operation.Revision + 1 };
        var row = OperationEntity.From(updated);
        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        // One statement, which compares and sets: no replica can come in between.
        var changed = await Rows(context)
            .Where(o => o.Name == operation.Name && o.Revision == operation.Revision)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.Done, row.Done)
                    .SetProperty(o => o.CancelRequested, row.CancelRequested)
                    .SetProperty(o => o.Metadata, row.Metadata)
                    .SetProperty(o => o.Response, row.Response)
                    .SetProperty(o => o.Error, row.Error)
                    .SetProperty(o => o.Revision, row.Revision),
                cancellationToken)
            .ConfigureAwait(false);
        Signal(changed);
        return changed == 0 ? null : updated;
    }

    /// <inheritdoc/>
    public async Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken)
    {
        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var removed = await Rows(context).Where(o => o.Name == name).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        Signal(removed);
        return removed > 0;
    }

    /// <inheritdoc/>
    /// <remarks>The order is that of the database's collation, which need not be ordinal; a walk over the pages is complete either way.</remarks>
    public async Task<IReadOnlyList<OperationRecord>> ListAsync(string afterName, int count, CancellationToken cancellationToken)
    {
        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var found = await Rows(context)
            .Where(o => string.Compare(o.Name, afterName) > 0)
            .OrderBy(o => o.Name)
            .Take(count)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. found.Select(o => o.ToRecord())];
    }

    /// <inheritdoc/>
    public async Task WaitForChangeAsync(string name, long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look at the database, so that no change falls between the two.
            var changed = Volatile.Read(ref _changed);
            if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } operation || operation.Revision != revision)
            {
                return;
            }

            await Task.WhenAny(changed.Task, Task.Delay(_pollInterval, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static IQueryable<OperationEntity> Rows(TContext context) => context.Set<OperationEntity>().AsNoTracking();

    private void Signal(int changed)
    {
        if (changed > 0)
        {
            Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
