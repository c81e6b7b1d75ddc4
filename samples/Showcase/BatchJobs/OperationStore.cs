// The operations: started once, observed by anybody, and known for good after a restart.

using Acme.BatchJobs.V1;
using Google.Protobuf;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.BatchJobs;

internal sealed class OperationStore(IDbContextFactory<ShowcaseDb> databases, INotifier notifier, TimeProvider time)
{
    /// <summary>Notified when there is an operation to work on, or one to cancel.</summary>
    public const string WorkTopic = "operations";

    private static readonly KeysetOrder<OperationRecord> ById = Keyset.Ascending((OperationRecord operation) => operation.Id);

    /// <summary>Stores a batch for the worker, or returns the operation that the same request id started before.</summary>
    public async Task<OperationRecord> StartAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var requestId = request.RequestId.Length == 0 ? null : request.RequestId;
        if (requestId is not null && await FindAsync(db, requestId, cancellationToken) is { } known)
        {
            return known;
        }

        var operation = new OperationRecord { RequestId = requestId, Request = request.ToByteArray(), TotalItems = request.Items.Count };
        db.Add(operation);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (requestId is not null && !DatabaseErrors.IsPassing(exception))
        {
            // A retry of this call was faster.
            db.ChangeTracker.Clear();
            return await FindAsync(db, requestId, cancellationToken) ?? throw new InvalidOperationException("The operation was not stored, and no other one is in its way.");
        }

        notifier.Notify(WorkTopic);
        return operation;
    }

    /// <summary>Reads an operation.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<OperationRecord> GetAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db.Set<OperationRecord>().AsNoTracking(), name, cancellationToken);
    }

    /// <summary>Reads an operation once it is done, or as it is when the time is over.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<OperationRecord> WaitAsync(string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var changes = notifier.Subscribe(Topic(name));
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (true)
        {
            var operation = await GetAsync(name, cancellationToken);
            if (operation.Done || patience.IsCancellationRequested)
            {
                return operation;
            }

            await changes.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Reads a page of operations.</summary>
    public async Task<KeysetPage<OperationRecord>> ListAsync(bool? done, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<OperationRecord>().AsNoTracking()
            .Where(operation => done == null || operation.Done == done)
            .ToKeysetPageAsync(page, ById, cancellationToken);
    }

    /// <summary>Asks the worker to stop an operation. One that is done stays as it is.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task CancelAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var operation = await FindAsync(db.Set<OperationRecord>().AsNoTracking(), name, cancellationToken);
        await Row(db, operation).ExecuteUpdateAsync(set => set.SetProperty(stored => stored.CancelRequested, true), cancellationToken);
        notifier.Notify(WorkTopic);
    }

    /// <summary>Forgets an operation that is done.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, FAILED_PRECONDITION.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var operation = await FindAsync(db.Set<OperationRecord>(), name, cancellationToken);
        if (!operation.Done)
        {
            throw RpcErrors.Precondition("RUNNING", name, "The operation is not done. Cancel it first.");
        }

        db.Remove(operation);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Takes the oldest operation that is not done and that no replica works on; null when there is none.</summary>
    public async Task<OperationRecord?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var free = await db.Set<OperationRecord>().AsNoTracking()
                .Where(operation => !operation.Done && operation.LeaseEnd <= now)
                .OrderBy(operation => operation.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (free is null || await Row(db, free).TryTakeAsync(free.Fence, now, cancellationToken))
            {
                return free is null ? null : await Row(db, free).AsNoTracking().SingleAsync(cancellationToken);
            }
        }
    }

    /// <summary>Gives an operation back that is not done, so that another replica need not wait until the lease ends.</summary>
    public async Task ReleaseAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await Row(db, operation).TryRenewAsync(operation.Fence, DateTime.MinValue, cancellationToken);
        notifier.Notify(WorkTopic);
    }

    /// <summary>Whether somebody asked to cancel an operation.</summary>
    public async Task<bool> IsCancelRequestedAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<OperationRecord>().AnyAsync(operation => operation.Id == id && operation.CancelRequested, cancellationToken);
    }

    /// <summary>Stores how far an operation has come, or how it ended, holds it for longer, and wakes who waits for it.</summary>
    /// <returns>False, and nothing is stored, when another replica has taken the operation since.</returns>
    public async Task<bool> TrySaveProgressAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var saved = await Row(db, operation).Where(stored => stored.Fence == operation.Fence && !stored.Done).ExecuteUpdateAsync(
            set => set
                .SetProperty(stored => stored.LeaseEnd, time.GetUtcNow().UtcDateTime + Lease.Length)
                .SetProperty(stored => stored.Result, operation.Result)
                .SetProperty(stored => stored.CompletedItems, operation.CompletedItems)
                .SetProperty(stored => stored.FailedItems, operation.FailedItems)
                .SetProperty(stored => stored.Elapsed, operation.Elapsed)
                .SetProperty(stored => stored.Done, operation.Done)
                .SetProperty(stored => stored.Status, operation.Status),
            cancellationToken);
        notifier.Notify(Topic(operation.Name));
        return saved == 1;
    }

    private static IQueryable<OperationRecord> Row(ShowcaseDb db, OperationRecord operation) =>
        db.Set<OperationRecord>().Where(stored => stored.Id == operation.Id);

    private static async Task<OperationRecord?> FindAsync(ShowcaseDb db, string requestId, CancellationToken cancellationToken) =>
        await db.Set<OperationRecord>().AsNoTracking().SingleOrDefaultAsync(operation => operation.RequestId == requestId, cancellationToken);

    private static async Task<OperationRecord> FindAsync(IQueryable<OperationRecord> operations, string name, CancellationToken cancellationToken)
    {
        var id = OperationRecord.IdOf(name);
        return await operations.SingleOrDefaultAsync(operation => operation.Id == id, cancellationToken)
            ?? throw RpcErrors.NotFound("operation", name);
    }

    private static string Topic(string name) => name;
}
