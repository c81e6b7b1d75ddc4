// Lets those who write to the same sequence in this process take turns before they ask the database: who waits for its
// locks blocks a thread (SQLite) or holds a connection (PostgreSQL) that others need.

using Microsoft.EntityFrameworkCore;

namespace Showcase.Data;

internal sealed class WriteTurns(IDbContextFactory<ShowcaseDb> databases)
{
    // SQLite has one writer at a time, whatever is written.
    private readonly Lazy<SemaphoreSlim[]> _turns = new(() =>
    {
        using var db = databases.CreateDbContext();
        return [.. Enumerable.Range(0, db.Database.IsSqlite() ? 1 : 64).Select(_ => new SemaphoreSlim(1, 1))];
    });

    /// <summary>Waits for the turn; dispose of the result to end it. Sequences may share one.</summary>
    /// <param name="sequence">Name of the sequence, as for <see cref="SequenceLock.LockAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IDisposable> TakeAsync(string sequence, CancellationToken cancellationToken)
    {
        var turn = _turns.Value[(uint)string.GetHashCode(sequence, StringComparison.Ordinal) % _turns.Value.Length];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
