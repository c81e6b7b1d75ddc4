// Where uploads are kept: complete images under their checksum, incomplete ones aside, states in the database.

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;

namespace Showcase.Uploads;

/// <param name="folder">Where the files are.</param>
/// <param name="databases">Where the states are.</param>
internal sealed class UploadStore(string folder, IDbContextFactory<ShowcaseDb> databases)
{
    private readonly ConcurrentDictionary<string, byte> _inUse = new();

    /// <summary>The state of an upload; null when nothing is known of it.</summary>
    public async Task<UploadRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<UploadRecord>().AsNoTracking().SingleOrDefaultAsync(upload => upload.Id == id, cancellationToken);
    }

    /// <summary>Stores the state of an upload.</summary>
    public async Task SaveAsync(UploadRecord upload)
    {
        // Also when the call is over: what was received is worth keeping.
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        db.Entry(upload).State = await db.Set<UploadRecord>().AnyAsync(stored => stored.Id == upload.Id) ? EntityState.Modified : EntityState.Added;
        await db.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>Keeps other calls from working on the same upload.</summary>
    /// <exception cref="Grpc.Core.RpcException">ABORTED: one does already.</exception>
    public IDisposable Claim(string id) =>
        id.Length == 0 || _inUse.TryAdd(id, 0)
            ? new Release(() => _inUse.TryRemove(id, out _))
            : throw RpcErrors.New(Grpc.Core.StatusCode.Aborted, "Another call works on this upload.", "UPLOAD_IN_USE").SetResource("upload", id).ToException();

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

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
