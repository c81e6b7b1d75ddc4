// ChatService: one order for everybody, and nobody waits for a slow reader.

using Acme.Chat.V1;
using Grpc.Core;
using Showcase.Tests.Support;
using static Acme.Chat.V1.ChatMessage.Types;

namespace Showcase.Tests.Chat;

public class ChatServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly ChatService.ChatServiceClient _client = new(showcase.Calls);

    [Fact(Timeout = 300_000)]
    public async Task All_members_see_the_messages_of_all_in_one_order_without_holes()
    {
        const int members = 5;
        const int messagesEach = 20;
        var calls = new List<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>>();
        for (var i = 0; i < members; i++)
        {
            calls.Add(await JoinAsync($"user{i}", "order"));
        }

        await Task.WhenAll(calls.Select(async (call, i) =>
        {
            for (var n = 0; n < messagesEach; n++)
            {
                await call.RequestStream.WriteAsync(Say($"user{i}", "order", $"{n}"));
            }
        }));

        // The last member joined as number 5, and sees from there on what all others see.
        var heard = await Task.WhenAll(calls.Select((call, i) => call.ResponseStream.ReadAsync((members - 1 - i) + (members * messagesEach))));
        var common = heard.Select(messages => messages.Where(message => message.Kind == Kind.Message).ToList()).ToList();
        Assert.All(common, messages => Assert.Equal(common[0], messages));
        Assert.Equal(Enumerable.Range(members + 1, members * messagesEach).Select(n => (long)n), common[0].Select(message => message.Sequence));
        foreach (var i in Enumerable.Range(0, members))
        {
            Assert.Equal(Enumerable.Range(0, messagesEach).Select(n => $"{n}"), common[0].Where(message => message.UserId == $"user{i}").Select(message => message.Content));
        }

        calls.ForEach(call => call.Dispose());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_member_that_does_not_read_holds_nobody_up_and_is_cut_off_and_can_come_back()
    {
        using var slow = await JoinAsync("slow", "busy");
        using var speaker = await JoinAsync("speaker", "busy");
        var content = new string('x', 4096);
        // More than the room keeps and the connection holds; the speaker is heard again and again meanwhile.
        for (var rounds = 0; rounds < 30; rounds++)
        {
            for (var i = 0; i < 50; i++)
            {
                await speaker.RequestStream.WriteAsync(Say("speaker", "busy", content));
            }

            await speaker.ResponseStream.ReadAsync(50);
        }

        var seen = new List<ChatMessage>();
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await slow.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
                seen.Add(slow.ResponseStream.Current);
            }
        });
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(seen.Select(message => message.Sequence), Enumerable.Range(2, seen.Count).Select(n => (long)n));

        using var back = _client.Chat();
        await back.RequestStream.WriteAsync(new ChatMessage { UserId = "slow", RoomId = "busy", Kind = Kind.Join, Sequence = seen[^1].Sequence });
        var next = await back.ResponseStream.ReadAsync(1000);
        Assert.True(next[0].Sequence > seen[^1].Sequence);
        Assert.Equal(next.Select(message => message.Sequence), Enumerable.Range((int)next[0].Sequence, 1000).Select(n => (long)n));
    }

    [Fact(Timeout = 300_000)]
    public async Task Others_see_who_leaves_and_whose_stream_breaks()
    {
        using var witness = await JoinAsync("witness", "doors");
        using (var polite = await JoinAsync("polite", "doors"))
        {
            await polite.RequestStream.WriteAsync(new ChatMessage { UserId = "polite", RoomId = "doors", Kind = Kind.Leave });
            Assert.Equal(Kind.Leave, Assert.Single(await polite.ResponseStream.ReadAsync(1)).Kind);
        }

        var broken = await JoinAsync("broken", "doors");
        broken.Dispose();

        Assert.Equal(
            ["polite Join", "polite Leave", "broken Join", "broken Leave"],
            (await witness.ResponseStream.ReadAsync(4)).Select(message => $"{message.UserId} {message.Kind}"));
    }

    [Fact(Timeout = 300_000)]
    public async Task Who_ends_the_stream_first_hears_everything_up_to_the_own_leaving()
    {
        using var call = await JoinAsync("ender", "ending");
        await call.RequestStream.WriteAsync(Say("ender", "ending", "last words"));
        await call.RequestStream.CompleteAsync();

        var heard = await call.ResponseStream.ReadToEndAsync();

        Assert.Equal(["last words", ""], heard.Select(message => message.Content));
        Assert.Equal(Kind.Leave, heard[^1].Kind);
    }

    [Fact(Timeout = 300_000)]
    public async Task One_stream_can_be_in_several_rooms()
    {
        using var call = await JoinAsync("guest", "room-a");
        await call.RequestStream.WriteAsync(new ChatMessage { UserId = "guest", RoomId = "room-b", Kind = Kind.Join });
        await call.ResponseStream.ReadAsync(1);
        await call.RequestStream.WriteAsync(Say("guest", "room-a", "in a"));
        await call.RequestStream.WriteAsync(Say("guest", "room-b", "in b"));

        Assert.Equal(["room-a: in a", "room-b: in b"], (await call.ResponseStream.ReadAsync(2)).Select(message => $"{message.RoomId}: {message.Content}").Order());
    }

    [Fact(Timeout = 300_000)]
    public async Task Mistakes_end_the_stream_with_the_status_that_fits()
    {
        Assert.Equal(StatusCode.FailedPrecondition, await StatusAfterAsync(Say("a", "never-joined", "hello")));
        Assert.Equal(StatusCode.FailedPrecondition, await StatusAfterAsync(Join("a", "twice"), Join("a", "twice")));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(Join("", "nobody")));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(Join("a", "")));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(Join("a", "two-users"), Say("b", "two-users", "hello")));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAfterAsync(Join("a", "long"), Say("a", "long", new string('x', 4097))));
        Assert.Equal(StatusCode.OutOfRange, await StatusAfterAsync(new ChatMessage { UserId = "a", RoomId = "future", Kind = Kind.Join, Sequence = 99 }));
    }

    private static ChatMessage Join(string user, string room) => new() { UserId = user, RoomId = room, Kind = Kind.Join };

    private static ChatMessage Say(string user, string room, string content) => new() { UserId = user, RoomId = room, Content = content };

    private async Task<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>> JoinAsync(string user, string room)
    {
        var call = _client.Chat();
        await call.RequestStream.WriteAsync(Join(user, room));
        Assert.Equal(Kind.Join, Assert.Single(await call.ResponseStream.ReadAsync(1)).Kind);
        return call;
    }

    private async Task<StatusCode> StatusAfterAsync(params ChatMessage[] messages)
    {
        using var call = _client.Chat();
        foreach (var message in messages)
        {
            await call.RequestStream.WriteAsync(message);
        }

        return await Calls.StatusOfAsync(() => call.ResponseStream.ReadToEndAsync());
    }
}
