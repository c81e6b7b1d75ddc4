// acme.game.v1.GameService: one stream is one player in one game.

using Acme.Game.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Game;

[GrpcService]
internal sealed class GameServiceV1(GameRooms rooms, GameForwarder forwarder) : GameService.GameServiceBase
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
        var place = await rooms.JoinAsync(join.GameId, join.PlayerId, context.CancellationToken);
        await (place is ({ } room, { } seat, _)
            ? PlayAsync(room, seat, join, requestStream, responseStream, context)
            : forwarder.ForwardAsync(place.Elsewhere!, join, requestStream, responseStream, context));
    }

    private static async Task PlayAsync(
        GameRoom room,
        GameSeat seat,
        GameAction join,
        IAsyncStreamReader<GameAction> requestStream,
        IServerStreamWriter<GameState> responseStream,
        ServerCallContext context)
    {
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
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The game ended the stream: it says why.
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
