// The game: its rules by themselves, and what two players see of each other over the wire.

using Acme.Game.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Showcase.Game;
using Showcase.Tests.Support;

namespace Showcase.Tests.Game;

public class GameTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly GameService.GameServiceClient _client = new(showcase.Calls);

    [Fact]
    public void Deltas_applied_one_after_the_other_give_the_full_state_of_a_random_game()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var world = new GameWorld(seed);
            var known = new Dictionary<string, PlayerState>();
            var coins = ByteString.Empty;
            var told = 0L;
            for (var step = 0; step < 100; step++)
            {
                var player = $"p{random.Next(4)}";
                switch (random.Next(10))
                {
                    case 0: world.Join(player); break;
                    case 1: world.Leave(player); break;
                    default: world.Move(player, random.Next(2) == 0 ? new MoveAction { Dx = random.Next(-1, 2) } : new MoveAction { Dy = random.Next(-1, 2) }); break;
                }

                world.Advance();
                // Slow readers are told of several ticks at once.
                if (random.Next(3) > 0)
                {
                    continue;
                }

                var delta = new GameState();
                world.Describe(delta, told);
                told = world.Tick - 1;
                delta.LeftPlayerIds.ToList().ForEach(left => known.Remove(left));
                delta.Players.ToList().ForEach(changed => known[changed.PlayerId] = changed);
                coins = delta.WorldState.IsEmpty ? coins : delta.WorldState;
                var full = new GameState { Full = true };
                world.Describe(full, 0);
                Assert.Equal(full.Players.OrderBy(state => state.PlayerId), known.Values.OrderBy(state => state.PlayerId));
                Assert.True(coins.IsEmpty || coins.Equals(full.WorldState), $"seed {seed}");
            }
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task The_game_ticks_every_50_milliseconds_and_takes_one_action_of_a_player_a_tick()
    {
        var time = new FakeTimeProvider();
        var room = new GameRoom("ticks", new GameWorld(seed: 1), time);
        var seat = room.Join("ada");
        time.Advance(TimeSpan.FromMilliseconds(50));
        await seat.Wake.WaitAsync(TestContext.Current.CancellationToken);
        var full = room.News(seat)!;
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            room.Enqueue(seat, new GameAction { PlayerId = "ada", GameId = "ticks", ActionType = "move", ActionData = new MoveAction { Dx = 1 }.ToByteString(), Sequence = sequence });
        }

        for (var tick = 1; tick <= 3; tick++)
        {
            time.Advance(TimeSpan.FromMilliseconds(49));
            Assert.Null(room.News(seat));
            time.Advance(TimeSpan.FromMilliseconds(1));
            await seat.Wake.WaitAsync(TestContext.Current.CancellationToken);

            var delta = room.News(seat)!;
            Assert.Equal((full.Tick + tick, (long)tick, false), (delta.Tick, delta.LastSequence, delta.Full));
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task Players_see_each_other_come_move_and_leave()
    {
        using var ada = await JoinAsync("ada", "together");
        using var bob = await JoinAsync("bob", "together");
        await NextAsync(ada, state => state.Players.Any(player => player.PlayerId == "bob"));

        await bob.RequestStream.WriteAsync(new GameAction { PlayerId = "bob", GameId = "together", ActionType = "leave" });

        var gone = await NextAsync(ada, state => state.LeftPlayerIds.Contains("bob"));
        Assert.False(gone.Full);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_second_stream_of_a_player_ends_the_first_with_ABORTED()
    {
        using var first = await JoinAsync("twin", "twins");
        using var second = await JoinAsync("twin", "twins");

        Assert.Equal(StatusCode.Aborted, await Calls.StatusOfAsync(() => first.ResponseStream.ReadToEndAsync()));
    }

    [Fact(Timeout = 300_000)]
    public async Task Actions_that_make_no_sense_are_rejected_with_a_status_and_the_game_goes_on()
    {
        using var call = await JoinAsync("odd", "odd");
        await call.RequestStream.WriteAsync(new GameAction { PlayerId = "odd", GameId = "odd", ActionType = "dance", Sequence = 1 });
        await call.RequestStream.WriteAsync(new GameAction { PlayerId = "odd", GameId = "odd", ActionType = "move", ActionData = ByteString.CopyFrom(0xff), Sequence = 2 });
        var rejections = new List<GameState.Types.Rejection>();
        while (rejections.Count < 2)
        {
            rejections.AddRange((await NextAsync(call, state => state.Rejections.Count > 0)).Rejections);
        }

        Assert.Equal([1L, 2L], rejections.Select(rejection => rejection.Sequence));
        Assert.All(rejections, rejection => Assert.Equal((int)StatusCode.InvalidArgument, rejection.Status.Code));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_stream_begins_with_a_join()
    {
        using var call = _client.PlayGame();
        await call.RequestStream.WriteAsync(new GameAction { PlayerId = "x", GameId = "x", ActionType = "move" });

        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => call.ResponseStream.ReadToEndAsync()));
    }

    private async Task<AsyncDuplexStreamingCall<GameAction, GameState>> JoinAsync(string player, string game)
    {
        var call = _client.PlayGame();
        await call.RequestStream.WriteAsync(new GameAction { PlayerId = player, GameId = game, ActionType = "join" });
        Assert.True(Assert.Single(await call.ResponseStream.ReadAsync(1)).Full);
        return call;
    }

    private static async Task<GameState> NextAsync(AsyncDuplexStreamingCall<GameAction, GameState> call, Predicate<GameState> wanted)
    {
        while (true)
        {
            var state = Assert.Single(await call.ResponseStream.ReadAsync(1));
            if (wanted(state))
            {
                return state;
            }
        }
    }
}
