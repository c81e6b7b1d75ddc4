// Gives the items of a numbered sequence (the events, a chat room, a document) one order, in which they are committed
// too. A live stream reads after the last number that it saw, so an item must not become visible after one with a
// higher number.

using Microsoft.EntityFrameworkCore;

namespace Showcase.Data;

internal static class SequenceLock
{
    /// <summary>
    /// Waits until no other transaction holds the sequence, and holds it until this transaction ends. In SQLite a
    /// transaction is the only one that writes from its beginning on.
    /// </summary>
    /// <param name="db">A context with a transaction.</param>
    /// <param name="sequence">Name of the sequence, such as <c>chat/lobby</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">There is no transaction, so the lock would end at once.</exception>
    public static async Task LockAsync(this ShowcaseDb db, string sequence, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A sequence is locked in a transaction.");
        }

        if (db.Database.IsNpgsql())
        {
            // Two names with the same hash wait for each other without need, which does no harm.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({sequence}, 0))", cancellationToken);
        }
    }
}
