// Which replica runs which game. One takes a game that nobody runs, and holds it while somebody plays.

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;

namespace Showcase.Game;

internal sealed class GameStore(IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
{
    /// <summary>Takes a game for a replica, unless another one runs it.</summary>
    /// <param name="gameId">The game; it begins when it is not known.</param>
    /// <param name="owner">Where the replica can be reached.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The game, and whether it was taken; when not, its owner is another one.</returns>
    public async Task<(GameRecord Game, bool Taken)> TakeAsync(string gameId, string owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync($"games/{gameId}", cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var game = await db.Set<GameRecord>().SingleOrDefaultAsync(game => game.Id == gameId, cancellationToken)
            ?? db.Add(new GameRecord { Id = gameId }).Entity;
        // What this replica owns without knowing of it, it owned before it was killed and started again.
        if (game.LeaseEnd > now && game.Owner != owner)
        {
            return (game, false);
        }

        (game.Owner, game.Fence, game.LeaseEnd) = (owner, game.Fence + 1, now + Lease.Length);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (game, true);
    }

    /// <summary>Stores the world and holds the game for longer, or gives it back.</summary>
    /// <returns>False, and nothing is stored, when another replica has taken the game since.</returns>
    public async Task<bool> TrySaveAsync(string gameId, long fence, GameWorld.Snapshot world, bool release, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var json = JsonSerializer.Serialize(world);
        var end = release ? DateTime.MinValue : time.GetUtcNow().UtcDateTime + Lease.Length;
        return await db.Set<GameRecord>().Where(game => game.Id == gameId && game.Fence == fence).ExecuteUpdateAsync(
            set => set.SetProperty(game => game.World, json).SetProperty(game => game.LeaseEnd, end),
            cancellationToken) == 1;
    }

    /// <summary>The world of a game that was taken.</summary>
    public static GameWorld WorldOf(GameRecord game) => game.World.Length == 0
        ? new GameWorld(SeedOf(game.Id))
        : new GameWorld(JsonSerializer.Deserialize<GameWorld.Snapshot>(game.World)!);

    // The same game begins the same way in every run.
    private static int SeedOf(string gameId) => gameId.Aggregate(17, (seed, character) => unchecked((seed * 31) + character));
}
