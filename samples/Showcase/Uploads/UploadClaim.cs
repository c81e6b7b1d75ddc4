// The right of one call, on one replica, to work on an upload that has an id.

using Microsoft.EntityFrameworkCore;
using Showcase.Data;

namespace Showcase.Uploads;

internal sealed class UploadClaim : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    /// <param name="databases">Where the upload is.</param>
    /// <param name="upload">The upload, just taken.</param>
    /// <param name="time">When to renew.</param>
    /// <param name="callEnded">Cancelled with the call.</param>
    public UploadClaim(IDbContextFactory<ShowcaseDb> databases, UploadRecord upload, TimeProvider time, CancellationToken callEnded)
    {
        Upload = upload;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(callEnded);
        _renewing = RenewAsync(databases, time);
    }

    /// <summary>The upload as it was when it was taken.</summary>
    public UploadRecord Upload { get; }

    /// <summary>Cancelled with the call, and when another replica has taken the upload because this one was silent.</summary>
    public CancellationToken Held => _lost.Token;

    /// <summary>Lets others work on the upload.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
    {
        var held = true;
        while (held && !_stop.IsCancellationRequested)
        {
            await Task.Delay(Lease.Renewal, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var end = _stop.IsCancellationRequested ? DateTime.MinValue : time.GetUtcNow().UtcDateTime + Lease.Length;
            try
            {
                await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
                held = await db.Set<UploadRecord>().Where(stored => stored.Id == Upload.Id).TryRenewAsync(Upload.Fence, end, CancellationToken.None);
            }
            catch (Exception exception) when (DatabaseErrors.IsPassing(exception))
            {
                // The fence guards what is stored; until somebody else takes the upload, this call has it.
            }
        }

        if (!held)
        {
            await _lost.CancelAsync();
        }
    }
}
