// The rules of the game: a grid, players that take one step a tick, coins to collect. Knows nothing of streams.

using Acme.Game.V1;
using Grpc.Core;

namespace Showcase.Game;

/// <param name="seed">Decides where players and coins appear.</param>
internal sealed class GameWorld(int seed)
{
    public const int Width = 16;
    public const int Height = 12;
    private const int CoinCount = 8;

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Player> _players = [];
    private readonly Dictionary<string, long> _left = [];
    private readonly HashSet<(int X, int Y)> _coins = [];
    private long _coinsChangedAt;

    /// <summary>Goes on where a world was.</summary>
    public GameWorld(Snapshot snapshot)
        : this(unchecked((int)snapshot.Tick))
    {
        Tick = _coinsChangedAt = snapshot.Tick;
        foreach (var player in snapshot.Players)
        {
            _players.Add(player.Id, new Player((player.X, player.Y), player.Score, Tick));
        }

        _coins.UnionWith(snapshot.Coins.Select(coin => (coin.X, coin.Y)));
    }

    /// <summary>Number of the tick that is being computed.</summary>
    public long Tick { get; private set; } = 1;

    /// <summary>The world, to go on from later.</summary>
    public Snapshot Save() => new(
        Tick,
        [.. _players.Select(player => new Snapshot.Player(player.Key, player.Value.Cell.X, player.Value.Cell.Y, player.Value.Score))],
        [.. _coins.Select(coin => new Snapshot.Coin(coin.X, coin.Y))]);

    /// <summary>Ends a tick; later changes belong to the next one.</summary>
    public void Advance() => Tick++;

    /// <summary>Puts a player on a free cell; one that is there already stays where it is.</summary>
    public void Join(string playerId)
    {
        while (_coins.Count < CoinCount)
        {
            DropCoin();
        }

        if (!_players.ContainsKey(playerId))
        {
            _players.Add(playerId, new Player(FreeCell(), Score: 0, ChangedAt: Tick));
            _left.Remove(playerId);
        }
    }

    /// <summary>Takes a player off the grid, with its score.</summary>
    public void Leave(string playerId)
    {
        if (_players.Remove(playerId))
        {
            _left[playerId] = Tick;
        }
    }

    /// <summary>Moves a player one step.</summary>
    /// <returns>Why not, when the rules do not allow it: then nothing has changed.</returns>
    public (StatusCode Code, string Reason)? Move(string playerId, MoveAction move)
    {
        if (!_players.TryGetValue(playerId, out var player))
        {
            return (StatusCode.FailedPrecondition, "The player is not in the game.");
        }

        if (move is not ({ Dx: 1 or -1, Dy: 0 } or { Dx: 0, Dy: 1 or -1 }))
        {
            return (StatusCode.InvalidArgument, "A move is one step, not diagonally.");
        }

        var cell = (X: player.Cell.X + move.Dx, Y: player.Cell.Y + move.Dy);
        if (cell.X is < 0 or >= Width || cell.Y is < 0 or >= Height)
        {
            return (StatusCode.OutOfRange, "The grid ends here.");
        }

        if (_players.Values.Any(other => other.Cell == cell))
        {
            return (StatusCode.FailedPrecondition, "Somebody stands there.");
        }

        var collected = _coins.Remove(cell);
        _players[playerId] = new Player(cell, player.Score + (collected ? 1 : 0), Tick);
        if (collected)
        {
            DropCoin();
        }

        return null;
    }

    /// <summary>Adds to a state what has changed after a tick; everything when the state is full.</summary>
    public void Describe(GameState state, long since)
    {
        since = state.Full ? 0 : since;
        state.Players.AddRange(_players
            .Where(player => player.Value.ChangedAt > since)
            .Select(player => new PlayerState { PlayerId = player.Key, X = player.Value.Cell.X, Y = player.Value.Cell.Y, Score = player.Value.Score }));
        if (state.Full || _coinsChangedAt > since)
        {
            var world = new WorldState { Width = Width, Height = Height };
            world.Coins.AddRange(_coins.Select(coin => new WorldState.Types.Coin { X = coin.X, Y = coin.Y }));
            state.WorldState = Google.Protobuf.MessageExtensions.ToByteString(world);
        }

        if (!state.Full)
        {
            state.LeftPlayerIds.AddRange(_left.Where(left => left.Value > since).Select(left => left.Key));
        }
    }

    private void DropCoin()
    {
        _coins.Add(FreeCell());
        _coinsChangedAt = Tick;
    }

    private (int X, int Y) FreeCell()
    {
        while (true)
        {
            var cell = (_random.Next(Width), _random.Next(Height));
            if (!_coins.Contains(cell) && _players.Values.All(player => player.Cell != cell))
            {
                return cell;
            }
        }
    }

    /// <summary>Who and what is where.</summary>
    internal sealed record Snapshot(long Tick, IReadOnlyList<Snapshot.Player> Players, IReadOnlyList<Snapshot.Coin> Coins)
    {
        internal sealed record Player(string Id, int X, int Y, int Score);

        internal sealed record Coin(int X, int Y);
    }

    private sealed record Player((int X, int Y) Cell, int Score, long ChangedAt);
}
