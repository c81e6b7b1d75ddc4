// The users themselves: what both versions of the service do, in terms of records.

using System.Globalization;
using System.Runtime.CompilerServices;
using Grpc.Core;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Events;

namespace Showcase.Users;

/// <param name="Users">Users of the page, ordered by id.</param>
/// <param name="NextPageToken">Asks for the next page; empty on the last one.</param>
/// <param name="TotalCount">Users on all pages.</param>
internal sealed record UserPage(IReadOnlyList<UserRecord> Users, string NextPageToken, int TotalCount);

internal sealed class UserDirectory(IDbContextFactory<ShowcaseDb> databases, EventLog events, TimeProvider time)
{
    private const string ResourceType = "user";
    private const int StreamChunk = 500;
    private const int MaxRequestIdLength = 64;
    private static readonly KeysetOrder<UserRecord> ById = Keyset.Ascending((UserRecord user) => user.Id);

    /// <summary>Reads one user.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, NOT_FOUND.</exception>
    public async Task<UserRecord> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db.Users.AsNoTracking(), id, "id", cancellationToken);
    }

    /// <summary>Reads the users that exist among the ids.</summary>
    public async Task<List<UserRecord>> GetManyAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>Reads a page of the users that match, ordered by id.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the filter, or the token, is not understood.</exception>
    public async Task<UserPage> ListAsync(string filter, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var matching = db.Users.AsNoTracking().Matching(filter);
        var total = await matching.CountAsync(cancellationToken);
        var (users, nextPageToken) = await matching.ToKeysetPageAsync(page, ById, cancellationToken);
        return new UserPage(users, nextPageToken, total);
    }

    /// <summary>Reads the first users after an id, ordered by id.</summary>
    public async Task<List<UserRecord>> TakeAsync(string filter, int afterId, int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Users.AsNoTracking()
            .Matching(filter)
            .Where(user => user.Id > afterId)
            .OrderBy(user => user.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Reads all users that match after an id, ordered by id. It reads in chunks and holds no connection in between, so
    /// that a slow reader costs the server nothing.
    /// </summary>
    public async IAsyncEnumerable<UserRecord> StreamAsync(string filter, int afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var chunk = await TakeAsync(filter, afterId, StreamChunk, cancellationToken);
            foreach (var user in chunk)
            {
                yield return user;
            }

            if (chunk.Count < StreamChunk)
            {
                yield break;
            }

            afterId = chunk[^1].Id;
        }
    }

    /// <summary>Creates a user, or returns the one that the same request id created before.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, ALREADY_EXISTS.</exception>
    public async Task<UserRecord> CreateAsync(UserRecord draft, string requestId, CancellationToken cancellationToken)
    {
        if (requestId.Length > MaxRequestIdLength)
        {
            throw RpcErrors.Invalid("request_id", $"At most {MaxRequestIdLength} characters.");
        }

        UserRules.Normalize(draft, "user.");
        draft.RequestId = requestId.Length == 0 ? null : requestId;
        draft.CreateTime = draft.UpdateTime = time.GetUtcNow().UtcDateTime;
        draft.Revision = 1;

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindCreatedAsync(db, draft.RequestId, cancellationToken) is { } created)
        {
            return created;
        }

        db.Users.Add(draft);
        try
        {
            await SaveAsync(db, draft, "created", cancellationToken);
            return draft;
        }
        catch (DbUpdateException)
        {
            // One of the two unique columns: somebody has the address, or a retry of this call was faster.
            db.ChangeTracker.Clear();
            if (await FindCreatedAsync(db, draft.RequestId, cancellationToken) is { } createdMeanwhile)
            {
                return createdMeanwhile;
            }

            await ThrowIfEmailTakenAsync(db, draft, cancellationToken);
            throw;
        }
    }

    /// <summary>Changes a user.</summary>
    /// <param name="id">Which user.</param>
    /// <param name="idField">Path of the id in the request, for the error.</param>
    /// <param name="prefix">Path of the user's fields in the request: <c>"user."</c> or nothing.</param>
    /// <param name="expected">The revision that the caller saw; null to change whatever is there.</param>
    /// <param name="change">Makes the change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, ABORTED.</exception>
    public async Task<UserRecord> UpdateAsync(
        int id,
        string idField,
        string prefix,
        int? expected,
        Action<UserRecord> change,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var user = await FindAsync(db.Users, id, idField, cancellationToken);
        ThrowIfChanged(user, expected);

        change(user);
        UserRules.Normalize(user, prefix);
        user.UpdateTime = time.GetUtcNow().UtcDateTime;
        user.Revision++;
        try
        {
            await SaveAsync(db, user, "updated", cancellationToken);
            return user;
        }
        catch (DbUpdateConcurrencyException)
        {
            throw RpcErrors.Changed(ResourceType, Name(id));
        }
        catch (DbUpdateException)
        {
            await ThrowIfEmailTakenAsync(db, user, cancellationToken);
            throw;
        }
    }

    /// <summary>Deletes a user.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, NOT_FOUND, ABORTED.</exception>
    public async Task DeleteAsync(int id, int? expected, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var user = await FindAsync(db.Users, id, "id", cancellationToken);
        ThrowIfChanged(user, expected);
        db.Users.Remove(user);
        try
        {
            await SaveAsync(db, user, "deleted", cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw RpcErrors.Changed(ResourceType, Name(id));
        }
    }

    // The change and the event that tells of it are stored together or not at all.
    private async Task SaveAsync(ShowcaseDb db, UserRecord user, string what, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var id = user.Id.ToString(CultureInfo.InvariantCulture);
        await events.AppendAsync(db, new EventRecord { Type = $"user.{what}", Name = $"User {id} was {what}", Attributes = { ["user_id"] = id } }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        events.Announce();
    }

    private static string Name(int id) => $"users/{id}";

    private static async Task<UserRecord> FindAsync(IQueryable<UserRecord> users, int id, string idField, CancellationToken cancellationToken)
    {
        if (id <= 0)
        {
            throw RpcErrors.Invalid(idField, "An id is greater than 0.");
        }

        return await users.SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
            ?? throw RpcErrors.NotFound(ResourceType, Name(id));
    }

    private static async Task<UserRecord?> FindCreatedAsync(ShowcaseDb db, string? requestId, CancellationToken cancellationToken) =>
        requestId is null
            ? null
            : await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.RequestId == requestId, cancellationToken);

    private static async Task ThrowIfEmailTakenAsync(ShowcaseDb db, UserRecord user, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().AnyAsync(other => other.EmailKey == user.EmailKey && other.Id != user.Id, cancellationToken))
        {
            throw RpcErrors.AlreadyExists(ResourceType, user.Email);
        }
    }

    private static void ThrowIfChanged(UserRecord user, int? expected)
    {
        if (expected is { } revision && revision != user.Revision)
        {
            throw RpcErrors.Changed(ResourceType, Name(user.Id));
        }
    }
}
