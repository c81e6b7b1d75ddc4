// A player's stream as its game sees it. The game's lock protects it.

using Acme.Game.V1;
using Grpc.Core;
using Showcase.Live;

namespace Showcase.Game;

internal sealed class GameSeat(string playerId)
{
    private readonly List<GameState.Types.Rejection> _rejections = [];

    public string PlayerId { get; } = playerId;

    /// <summary>Woken after every tick.</summary>
    public Subscription Wake { get; } = new(_ => { });

    /// <summary>Actions that no tick has taken yet.</summary>
    public Queue<GameAction> Waiting { get; } = new();

    /// <summary>Number of the last action that was taken.</summary>
    public long LastSequence { get; set; }

    /// <summary>The same of which the player was told.</summary>
    public long ToldSequence { get; private set; }

    /// <summary>Last tick that the player was told of.</summary>
    public long ToldTick { get; private set; }

    /// <summary>False until the player has been told the whole state.</summary>
    public bool Told { get; private set; }

    /// <summary>True once the player has joined again in another stream.</summary>
    public bool Replaced { get; private set; }

    public void Replace()
    {
        Replaced = true;
        Wake.Wake();
    }

    public void Reject(long sequence, RpcException error) =>
        _rejections.Add(new GameState.Types.Rejection { Sequence = sequence, Status = error.GetRpcStatus() });

    public List<GameState.Types.Rejection> TakeRejections()
    {
        var taken = _rejections.ToList();
        _rejections.Clear();
        return taken;
    }

    public void Tell(long tick) => (Told, ToldTick, ToldSequence) = (true, tick, LastSequence);
}
