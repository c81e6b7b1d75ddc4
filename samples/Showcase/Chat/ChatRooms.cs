// The rooms: each is a numbered sequence of messages in the database, of which the last ones are kept.

using Acme.Chat.V1;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Chat;

internal sealed class ChatRooms(IDbContextFactory<ShowcaseDb> databases, INotifier notifier, TimeProvider time)
{
    /// <summary>How many messages a room keeps, and how far behind a reader may fall.</summary>
    public const int Kept = 1000;

    private const int Chunk = 100;
    private const int PruneEvery = 256;

    /// <summary>Stores a message as the next one of its room and wakes the members.</summary>
    /// <returns>Its place in the room.</returns>
    public async Task<long> PostAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync(Topic(message.RoomId), cancellationToken);
        var record = new ChatRecord
        {
            RoomId = message.RoomId,
            Sequence = await LatestAsync(db, message.RoomId, cancellationToken) + 1,
            UserId = message.UserId,
            Kind = message.Kind,
            Content = message.Content,
            Time = time.GetUtcNow().UtcDateTime,
            ClientMessageId = message.ClientMessageId,
        };
        db.Add(record);
        await db.SaveChangesAsync(cancellationToken);
        if (record.Sequence % PruneEvery == 0)
        {
            await db.Set<ChatRecord>()
                .Where(old => old.RoomId == record.RoomId && old.Sequence <= record.Sequence - Kept)
                .ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        notifier.Notify(Topic(record.RoomId));
        return record.Sequence;
    }

    /// <summary>The messages of a room after a place, for ever.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the reader fell too far behind.</exception>
    public IAsyncEnumerable<ChatRecord> FollowAsync(string roomId, long after, CancellationToken cancellationToken) =>
        notifier.AsSequenceAsync(
            Topic(roomId),
            after,
            (position, token) => ReadAsync(roomId, position, token),
            message => message.Sequence,
            cancellationToken);

    private async Task<List<ChatRecord>> ReadAsync(string roomId, long after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var behind = await LatestAsync(db, roomId, cancellationToken) - after;
        if (behind > Kept)
        {
            throw RpcErrors.Exhausted($"rooms/{roomId}", $"The reader fell {behind} messages behind; {Kept} are kept. Join again with the last sequence seen.");
        }

        return await db.Set<ChatRecord>().AsNoTracking()
            .Where(message => message.RoomId == roomId && message.Sequence > after)
            .OrderBy(message => message.Sequence)
            .Take(Chunk)
            .ToListAsync(cancellationToken);
    }

    private static async Task<long> LatestAsync(ShowcaseDb db, string roomId, CancellationToken cancellationToken) =>
        await db.Set<ChatRecord>().Where(message => message.RoomId == roomId).MaxAsync(message => (long?)message.Sequence, cancellationToken) ?? 0;

    private static string Topic(string roomId) => $"chat/{roomId}";
}
