// Where uploads are kept: complete images under their checksum, incomplete ones aside, states in the database.

using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;

namespace Showcase.Uploads;

/// <param name="folder">Where the files are. Replicas share it.</param>
/// <param name="databases">Where the states are.</param>
/// <param name="time">How long claims last.</param>
internal sealed class UploadStore(string folder, IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
{
    /// <summary>The state of an upload; null when nothing is known of it.</summary>
    public async Task<UploadRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<UploadRecord>().AsNoTracking().SingleOrDefaultAsync(upload => upload.Id == id, cancellationToken);
    }

    /// <summary>Keeps other calls, on all replicas, from working on the same upload until the result is disposed of.</summary>
    /// <param name="id">The upload; it begins when it is not known.</param>
    /// <param name="cancellationToken">Cancelled with the call.</param>
    /// <exception cref="Grpc.Core.RpcException">ABORTED: one does already.</exception>
    public async Task<UploadClaim> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await db.Set<UploadRecord>().AsNoTracking().SingleOrDefaultAsync(upload => upload.Id == id, cancellationToken);
        var taken = known is null
            ? await TryAddAsync(db, new UploadRecord { Id = id, Fence = 1, LeaseEnd = now + Lease.Length }, cancellationToken)
            : known.LeaseEnd <= now && await Row(db, id).TryTakeAsync(known.Fence, now, cancellationToken);
        return taken
            ? new UploadClaim(databases, await Row(db, id).AsNoTracking().SingleAsync(cancellationToken), time, cancellationToken)
            : throw InUse(id);
    }

    /// <summary>Stores the state of an upload that the caller has claimed.</summary>
    /// <exception cref="Grpc.Core.RpcException">ABORTED: another call has claimed it since.</exception>
    public async Task SaveAsync(UploadRecord upload)
    {
        // Also when the call is over: what was received is worth keeping.
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var entry = db.Update(upload);
        entry.Property(stored => stored.LeaseEnd).IsModified = false;
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw InUse(upload.Id);
        }
    }

    /// <summary>ABORTED: another call works on the upload.</summary>
    public static Grpc.Core.RpcException InUse(string id) =>
        RpcErrors.New(Grpc.Core.StatusCode.Aborted, "Another call works on this upload.", "UPLOAD_IN_USE")
            .SetResource("upload", id)
            .SetRetryDelay(Lease.Renewal)
            .ToException();

    /// <summary>A file for an image that is about to come.</summary>
    public string NewPartialPath()
    {
        Directory.CreateDirectory(Path.Combine(folder, "partial"));
        return Path.Combine(folder, "partial", Path.GetRandomFileName());
    }

    /// <summary>Where an image is kept. The same bytes are kept once, whatever they are called.</summary>
    public string ImagePath(string sha256)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        return Path.Combine(folder, "images", sha256);
    }

    private static IQueryable<UploadRecord> Row(ShowcaseDb db, string id) => db.Set<UploadRecord>().Where(stored => stored.Id == id);

    private static async Task<bool> TryAddAsync(ShowcaseDb db, UploadRecord upload, CancellationToken cancellationToken)
    {
        db.Add(upload);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (!DatabaseErrors.IsPassing(exception))
        {
            // Another call was faster.
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
