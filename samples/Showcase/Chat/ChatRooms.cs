// The rooms: each is a numbered sequence of messages in the database, of which the last ones are kept.

using System.Runtime.CompilerServices;
using Acme.Chat.V1;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Chat;

internal sealed class ChatRooms
{
    /// <summary>How many messages a room keeps, and how far behind a reader may fall.</summary>
    public const int Kept = 1000;

    private const int Chunk = 100;
    private const int PruneEvery = 256;

    private readonly IDbContextFactory<ShowcaseDb> _databases;
    private readonly INotifier _notifier;
    private readonly WriteTurns _turns;
    private readonly TimeProvider _time;
    private readonly Tails<ChatRecord> _tails;

    public ChatRooms(IDbContextFactory<ShowcaseDb> databases, INotifier notifier, WriteTurns turns, TimeProvider time)
    {
        (_databases, _notifier, _turns, _time) = (databases, notifier, turns, time);
        _tails = new(roomId => new Tail<ChatRecord>(Chunk, after => ReadAsync(roomId, after), message => message.Sequence));
    }

    /// <summary>Stores a message as the next one of its room and wakes the members.</summary>
    /// <returns>Its place in the room.</returns>
    public async Task<long> PostAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(Topic(message.RoomId), cancellationToken);
        await using var db = await _databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync(Topic(message.RoomId), cancellationToken);
        var record = new ChatRecord
        {
            RoomId = message.RoomId,
            Sequence = await LatestAsync(db, message.RoomId, cancellationToken) + 1,
            UserId = message.UserId,
            Kind = message.Kind,
            Content = message.Content,
            Time = _time.GetUtcNow().UtcDateTime,
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
        _notifier.Notify(Topic(record.RoomId));
        return record.Sequence;
    }

    /// <summary>The messages of a room after a place, for ever.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the reader fell too far behind.</exception>
    public async IAsyncEnumerable<ChatRecord> FollowAsync(string roomId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var room = _tails.Follow(roomId);
        var messages = _notifier.AsSequenceAsync(
            Topic(roomId),
            after,
            async (position, token) => await room.Tail.ReadAsync(position, token) ?? await CatchUpAsync(roomId, position, token),
            message => message.Sequence,
            cancellationToken);
        await foreach (var message in messages)
        {
            yield return message;
        }
    }

    // For a reader that is behind what all others have read.
    private async Task<List<ChatRecord>> CatchUpAsync(string roomId, long after, CancellationToken cancellationToken)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken);
        var behind = await LatestAsync(db, roomId, cancellationToken) - after;
        return behind <= Kept
            ? await ReadAsync(db, roomId, after, cancellationToken)
            : throw RpcErrors.Exhausted($"rooms/{roomId}", $"The reader fell {behind} messages behind; {Kept} are kept. Join again with the last sequence seen.");
    }

    private async Task<List<ChatRecord>> ReadAsync(string roomId, long after)
    {
        await using var db = await _databases.CreateDbContextAsync();
        return await ReadAsync(db, roomId, after, CancellationToken.None);
    }

    private static Task<List<ChatRecord>> ReadAsync(ShowcaseDb db, string roomId, long after, CancellationToken cancellationToken) =>
        db.Set<ChatRecord>().AsNoTracking()
            .Where(message => message.RoomId == roomId && message.Sequence > after)
            .OrderBy(message => message.Sequence)
            .Take(Chunk)
            .ToListAsync(cancellationToken);

    private static async Task<long> LatestAsync(ShowcaseDb db, string roomId, CancellationToken cancellationToken) =>
        await db.Set<ChatRecord>().Where(message => message.RoomId == roomId).MaxAsync(message => (long?)message.Sequence, cancellationToken) ?? 0;

    private static string Topic(string roomId) => $"chat/{roomId}";
}
