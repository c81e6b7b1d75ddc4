// acme.game.v1.GameService: one stream is one player in one game.

using System.Collections.Concurrent;
using Acme.Game.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Game;

/// <summary>The games of this process.</summary>
internal sealed class GameRooms(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, GameRoom> _rooms = new();

    /// <summary>The game of an id; it begins with the first player.</summary>
    public GameRoom Get(string gameId) => _rooms.GetOrAdd(gameId, id => new GameRoom(id, SeedOf(id), time));

    // The same game begins the same way in every run.
    private static int SeedOf(string gameId) => gameId.Aggregate(17, (seed, character) => unchecked((seed * 31) + character));
}

[GrpcService]
internal sealed class GameServiceV1(GameRooms rooms) : GameService.GameServiceBase
{
    private const int MaxId = 64;

    [GrpcInterceptor<MessageLimitInterceptor>(Order = 300)]
    public override async Task PlayGame(IAsyncStreamReader<GameAction> requestStream, IServerStreamWriter<GameState> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
        {
            return;
        }

        var join = CheckJoin(requestStream.Current);
        var room = rooms.Get(join.GameId);
        var seat = room.Join(join.PlayerId);
        var leaves = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var stream = new SharedStream<GameState>(responseStream, context.CancellationToken);
        var telling = TellAsync(room, seat, stream, stop);
        try
        {
            while (!leaves && await requestStream.MoveNext(stop.Token))
            {
                CheckSame(join, requestStream.Current);
                leaves = requestStream.Current.ActionType == "leave";
                if (!leaves)
                {
                    room.Enqueue(seat, requestStream.Current);
                }
            }
        }
        catch (OperationCanceledException) when (telling.IsFaulted)
        {
            await telling;
        }
        finally
        {
            room.Leave(seat, leaves);
            await stop.CancelAsync();
            stream.End();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A reader that is slower than the game is told of several ticks at once.
    private static async Task TellAsync(GameRoom room, GameSeat seat, SharedStream<GameState> stream, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                if (room.News(seat) is { } state)
                {
                    await stream.WriteAsync(state, stop.Token);
                }

                await seat.Wake.WaitAsync(stop.Token);
            }
        }
        catch (RpcException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private static GameAction CheckJoin(GameAction join)
    {
        if (join.ActionType != "join")
        {
            throw RpcErrors.Invalid("action_type", "The first action of a stream is join.");
        }

        if (join.PlayerId.Length is 0 or > MaxId)
        {
            throw RpcErrors.Invalid("player_id", $"1 to {MaxId} characters.");
        }

        return join.GameId.Length is 0 or > MaxId ? throw RpcErrors.Invalid("game_id", $"1 to {MaxId} characters.") : join;
    }

    private static void CheckSame(GameAction join, GameAction action)
    {
        if (action.PlayerId != join.PlayerId || action.GameId != join.GameId)
        {
            throw RpcErrors.Invalid(action.PlayerId == join.PlayerId ? "game_id" : "player_id", "One stream is one player in one game.");
        }
    }
}
