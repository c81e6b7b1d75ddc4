// The game: the server owns the world; a player that breaks off goes on where it was.

using Acme.Game.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Showcase.Tour;

internal static class GameTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("game", "PlayGame: move, be refused, come back", PlayAsync),
    ];

    private static async Task<string> PlayAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new GameService.GameServiceClient(tour.Channel);
        PlayerState player;
        GameState begin;
        using (var call = client.PlayGame(cancellationToken: cancellationToken))
        {
            await call.RequestStream.WriteAsync(Action("join"), cancellationToken);
            begin = await NextAsync(call, state => state.Full, cancellationToken);
            player = begin.Players.Single();

            var dx = player.X > 0 ? -1 : 1;
            await call.RequestStream.WriteAsync(Action("move", 1, new MoveAction { Dx = dx }), cancellationToken);
            var moved = await NextAsync(call, state => state.LastSequence == 1, cancellationToken);
            Expect.Equal(player.X + dx, moved.Players.Single().X, "the column after the move");
            player = moved.Players.Single();

            await call.RequestStream.WriteAsync(Action("move", 2, new MoveAction { Dx = 5 }), cancellationToken);
            var refused = await NextAsync(call, state => state.Rejections.Count > 0, cancellationToken);
            Expect.Equal((int)StatusCode.InvalidArgument, refused.Rejections[0].Status.Code, "the status of a jump");
            Expect.Equal(0, refused.Players.Count, "players that changed by it");
        }

        using var again = client.PlayGame(cancellationToken: cancellationToken);
        await again.RequestStream.WriteAsync(Action("join"), cancellationToken);
        var back = await NextAsync(again, state => state.Full, cancellationToken);
        Expect.Equal(player, back.Players.Single(), "the player after the break");
        var world = WorldState.Parser.ParseFrom(back.WorldState);
        return $"one step taken, a jump refused, and back at ({player.X}, {player.Y}) after a break; {world.Coins.Count} coins on {world.Width} x {world.Height}";
    }

    private static GameAction Action(string type, long sequence = 0, MoveAction? move = null) =>
        new() { PlayerId = "ada", GameId = "tour", ActionType = type, Sequence = sequence, ActionData = move?.ToByteString() ?? ByteString.Empty };

    private static async Task<GameState> NextAsync(AsyncDuplexStreamingCall<GameAction, GameState> call, Predicate<GameState> wanted, CancellationToken cancellationToken)
    {
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            if (wanted(call.ResponseStream.Current))
            {
                return call.ResponseStream.Current;
            }
        }

        throw new UnexpectedException("the game ended");
    }
}
