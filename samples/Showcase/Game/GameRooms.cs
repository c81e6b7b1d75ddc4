// The games that this replica runs. It holds each one by a lease that it renews while somebody plays, and stores the
// world with every renewal, so that another replica goes on with it when this one stops or dies.

using GrpcSdk.AspNetCore;
using Microsoft.Extensions.Options;
using Showcase.Data;
using Showcase.Hosting;

namespace Showcase.Game;

/// <summary>Where a player plays: here, or through the replica that runs the game.</summary>
/// <param name="Room">The game, when it runs here.</param>
/// <param name="Seat">The player's seat in it.</param>
/// <param name="Elsewhere">Where the other replica is, when it does not.</param>
internal readonly record struct GamePlace(GameRoom? Room, GameSeat? Seat, Uri? Elsewhere);

internal sealed class GameRooms(GameStore store, HostEndpoints endpoints, IConfiguration configuration, TimeProvider time, ILogger<GameRooms> logger, IOptions<GrpcTelemetryOptions> telemetry) : IAsyncDisposable
{
    /// <summary>The setting that says where other replicas reach this one, such as <c>http://10.0.0.7:50051</c>. Without it, its own address on this machine.</summary>
    public const string AddressSetting = "Replica:Address";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (GameRoom Room, Task Holding)> _rooms = [];

    private string Address => configuration[AddressSetting] ?? endpoints.Plain.ToString();

    /// <summary>Lets a player into a game that this replica runs, or takes now because nobody does.</summary>
    public async Task<GamePlace> JoinAsync(string gameId, string playerId, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_rooms.TryGetValue(gameId, out var running))
            {
                var (game, taken) = await store.TakeAsync(gameId, Address, cancellationToken);
                if (!taken)
                {
                    return new GamePlace(null, null, new Uri(game.Owner));
                }

                var room = new GameRoom(gameId, GameStore.WorldOf(game), time);
                running = (room, HoldAsync(room, game));
                _rooms.Add(gameId, running);
            }

            return new GamePlace(running.Room, running.Room.Join(playerId), null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives all games back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        var holding = _rooms.Values.Select(running => running.Holding).ToList();
        _turn.Release();
        await _stop.CancelAsync();
        await Task.WhenAll(holding);
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task HoldAsync(GameRoom room, GameRecord game)
    {
        var ended = false;
        while (!ended)
        {
            await Task.Delay(Lease.Renewal, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var held = _stop.IsCancellationRequested || await TrySaveAsync(room, game, release: false);
            if (!held || _stop.IsCancellationRequested || room.IsEmpty)
            {
                ended = await TryEndAsync(room, game, evenIfPlayed: !held || _stop.IsCancellationRequested);
            }
        }
    }

    // Nobody joins meanwhile. A game that somebody plays again goes on.
    private async Task<bool> TryEndAsync(GameRoom room, GameRecord game, bool evenIfPlayed)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!room.TryEnd(evenIfPlayed))
            {
                return false;
            }

            await TrySaveAsync(room, game, release: true);
            return _rooms.Remove(room.Id);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>Whether this replica holds the game: its lease was renewed, or is still good for a while.</returns>
    private async Task<bool> TrySaveAsync(GameRoom room, GameRecord game, bool release)
    {
        using var patience = new CancellationTokenSource(Lease.Renewal, time);
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (!await store.TrySaveAsync(room.Id, game.Fence, room.Save(), release, patience.Token))
            {
                return false;
            }

            game.LeaseEnd = now + Lease.Length;
            return true;
        }
        catch (Exception exception)
        {
            logger.LogWarning("The game {Game} could not be stored: {Failure}", room.Id, telemetry.Value.Describe(exception));
            return time.GetUtcNow().UtcDateTime < game.LeaseEnd - Lease.Renewal;
        }
    }
}
