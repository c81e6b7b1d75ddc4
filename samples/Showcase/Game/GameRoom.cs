// One game: takes the actions of its players, and computes a tick 20 times a second while somebody plays.

using Acme.Game.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Game;

internal sealed class GameRoom(string gameId, GameWorld world, TimeProvider time)
{
    private const int MaxWaiting = 32;
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, GameSeat> _seats = [];
    private bool _ticking;
    private bool _ended;

    public string Id => gameId;

    /// <summary>True while nobody plays.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _seats.Count == 0;
            }
        }
    }

    /// <summary>The world as it is now.</summary>
    public GameWorld.Snapshot Save()
    {
        lock (_lock)
        {
            return world.Save();
        }
    }

    /// <summary>Ends the game here; its players join again wherever it goes on.</summary>
    /// <returns>False when somebody plays and that counts.</returns>
    public bool TryEnd(bool evenIfPlayed)
    {
        lock (_lock)
        {
            _ended = evenIfPlayed || _seats.Count == 0;
            foreach (var seat in _seats.Values)
            {
                seat.Wake.Wake();
            }

            return _ended;
        }
    }

    /// <summary>Lets a player in. A player that is in already plays on here; its other stream ends.</summary>
    public GameSeat Join(string playerId)
    {
        lock (_lock)
        {
            if (_seats.Remove(playerId, out var old))
            {
                old.Replace();
            }

            var seat = new GameSeat(playerId);
            _seats.Add(playerId, seat);
            world.Join(playerId);
            if (!_ticking)
            {
                _ticking = true;
                _ = TickAsync();
            }

            return seat;
        }
    }

    /// <summary>Ends a stream. The player stays on the grid, for when it comes back, unless it said that it leaves.</summary>
    public void Leave(GameSeat seat, bool forGood)
    {
        lock (_lock)
        {
            if (_seats.TryGetValue(seat.PlayerId, out var current) && current == seat)
            {
                _seats.Remove(seat.PlayerId);
                if (forGood)
                {
                    world.Leave(seat.PlayerId);
                }
            }
        }
    }

    /// <summary>Lines an action up for the next tick that is free.</summary>
    public void Enqueue(GameSeat seat, GameAction action)
    {
        lock (_lock)
        {
            if (seat.Waiting.Count < MaxWaiting)
            {
                seat.Waiting.Enqueue(action);
            }
            else
            {
                seat.Reject(action.Sequence, RpcErrors.Exhausted("actions", $"At most {MaxWaiting} actions wait; one is taken a tick."));
            }
        }
    }

    /// <summary>What a player has not been told yet; null when there is nothing.</summary>
    /// <exception cref="RpcException">ABORTED: the player plays on in another stream. UNAVAILABLE: the game goes on elsewhere.</exception>
    public GameState? News(GameSeat seat)
    {
        lock (_lock)
        {
            if (seat.Replaced)
            {
                throw RpcErrors.New(StatusCode.Aborted, "The player joined again elsewhere.", "JOINED_ELSEWHERE").ToException();
            }

            if (_ended)
            {
                throw GameForwarder.Moved();
            }

            var state = new GameState
            {
                GameId = gameId,
                Timestamp = time.GetUtcNow().ToTimestamp(),
                Tick = world.Tick - 1,
                Full = !seat.Told,
                LastSequence = seat.LastSequence,
            };
            world.Describe(state, seat.ToldTick);
            state.Rejections.AddRange(seat.TakeRejections());
            var worthTelling = state.Full || state.Players.Count > 0 || state.LeftPlayerIds.Count > 0 || !state.WorldState.IsEmpty
                || state.Rejections.Count > 0 || seat.LastSequence > seat.ToldSequence;
            seat.Tell(world.Tick - 1);
            return worthTelling ? state : null;
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TickLength, time);
        while (await timer.WaitForNextTickAsync())
        {
            lock (_lock)
            {
                if (_ended || _seats.Count == 0)
                {
                    _ticking = false;
                    return;
                }

                foreach (var seat in _seats.Values)
                {
                    Act(seat);
                }

                world.Advance();
                foreach (var seat in _seats.Values)
                {
                    seat.Wake.Wake();
                }
            }
        }
    }

    private void Act(GameSeat seat)
    {
        if (!seat.Waiting.TryDequeue(out var action))
        {
            return;
        }

        seat.LastSequence = action.Sequence;
        if (action.ActionType != "move")
        {
            seat.Reject(action.Sequence, RpcErrors.Invalid("action_type", $"'{action.ActionType}' is no action; use move or leave."));
            return;
        }

        try
        {
            if (world.Move(seat.PlayerId, MoveAction.Parser.ParseFrom(action.ActionData)) is var (code, reason))
            {
                seat.Reject(action.Sequence, RpcErrors.New(code, reason, "MOVE_NOT_ALLOWED").ToException());
            }
        }
        catch (InvalidProtocolBufferException)
        {
            seat.Reject(action.Sequence, RpcErrors.Invalid("action_data", "The data of a move is a MoveAction."));
        }
    }
}
