// All events, in one order.

using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Live;

namespace Showcase.Events;

internal sealed class EventLog(IDbContextFactory<ShowcaseDb> databases, INotifier notifier, TimeProvider time)
{
    private const string Topic = "events";
    private const int Chunk = 200;

    /// <summary>Stores an event and tells who listens.</summary>
    public async Task<EventRecord> PublishAsync(EventRecord record, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await AppendAsync(db, record, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce();
        return record;
    }

    /// <summary>
    /// Adds an event to the transaction of a context, so that it is stored if and only if the change that it tells of
    /// is. Do it last, all other publishers wait until the transaction ends, and call <see cref="Announce"/> then.
    /// </summary>
    public async Task AppendAsync(ShowcaseDb db, EventRecord record, CancellationToken cancellationToken)
    {
        await db.LockAsync(Topic, cancellationToken);
        record.CreatedAt = time.GetUtcNow().UtcDateTime;
        db.Add(record);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Tells who listens that events were stored.</summary>
    public void Announce() => notifier.Notify(Topic);

    /// <summary>Number of the latest event; 0 when there is none.</summary>
    public async Task<long> LatestAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<EventRecord>().MaxAsync(record => (long?)record.Number, cancellationToken) ?? 0;
    }

    /// <summary>Number of the event before the first one at or after a time.</summary>
    public async Task<long> BeforeAsync(DateTime since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var first = await db.Set<EventRecord>().Where(record => record.CreatedAt >= since).MinAsync(record => (long?)record.Number, cancellationToken);
        return first - 1 ?? await LatestAsync(cancellationToken);
    }

    /// <summary>All events after a number, for ever.</summary>
    public IAsyncEnumerable<EventRecord> FollowAsync(long after, CancellationToken cancellationToken) =>
        notifier.AsSequenceAsync(Topic, after, ReadAsync, record => record.Number, cancellationToken);

    private async Task<List<EventRecord>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<EventRecord>().AsNoTracking()
            .Where(record => record.Number > after)
            .OrderBy(record => record.Number)
            .Take(Chunk)
            .ToListAsync(cancellationToken);
    }
}
