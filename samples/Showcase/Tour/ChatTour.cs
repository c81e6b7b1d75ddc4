// Chat: two users in a room see the same in the same order, and one comes back after a break.

using Acme.Chat.V1;
using Grpc.Core;
using static Acme.Chat.V1.ChatMessage.Types;

namespace Showcase.Tour;

internal static class ChatTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("chat", "Chat: two users in a room", TalkAsync),
        new("chat", "Chat: join again after a break", RejoinAsync),
        new("chat", "Chat: speak without joining", NotJoinedAsync),
    ];

    private const string Room = "lounge";

    private static async Task<string> TalkAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new ChatService.ChatServiceClient(tour.Channel);
        using var ada = client.Chat(cancellationToken: cancellationToken);
        using var bob = client.Chat(cancellationToken: cancellationToken);
        await SendAsync(ada, "ada", Kind.Join, "", cancellationToken);
        await ReadAsync(ada, 1, cancellationToken);
        await SendAsync(bob, "bob", Kind.Join, "", cancellationToken);
        await ReadAsync(bob, 1, cancellationToken);

        for (var i = 0; i < 10; i++)
        {
            await SendAsync(ada, "ada", Kind.Message, $"a{i}", cancellationToken);
            await SendAsync(bob, "bob", Kind.Message, $"b{i}", cancellationToken);
        }

        var heardByBob = await ReadAsync(bob, 20, cancellationToken);
        var heardByAda = (await ReadAsync(ada, 21, cancellationToken)).Skip(1).ToList();
        Expect.True(heardByAda.SequenceEqual(heardByBob), "both hear the same in the same order");
        await ada.RequestStream.CompleteAsync();
        await bob.RequestStream.CompleteAsync();
        return $"20 messages, numbers {heardByAda[0].Sequence} to {heardByAda[^1].Sequence}, heard alike by both";
    }

    private static async Task<string> RejoinAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new ChatService.ChatServiceClient(tour.Channel);
        using var call = client.Chat(cancellationToken: cancellationToken);
        var join = new ChatMessage { UserId = "ada", RoomId = Room, Kind = Kind.Join, Sequence = 12 };
        await call.RequestStream.WriteAsync(join, cancellationToken);
        var missed = await ReadAsync(call, 10, cancellationToken);
        Expect.Equal(13, missed[0].Sequence, "the first message after the break");
        Expect.True(missed.Select(message => message.Sequence).SequenceEqual(Enumerable.Range(13, 10).Select(n => (long)n)), "no hole");
        await call.RequestStream.CompleteAsync();
        return "after 12 seen messages the room went on with number 13";
    }

    private static async Task<string> NotJoinedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var call = new ChatService.ChatServiceClient(tour.Channel).Chat(cancellationToken: cancellationToken);
        await SendAsync(call, "eve", Kind.Message, "hello?", cancellationToken);
        await Expect.StatusAsync(StatusCode.FailedPrecondition, () => call.ResponseStream.MoveNext(cancellationToken));
        return "FAILED_PRECONDITION";
    }

    private static Task SendAsync(
        AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call,
        string user,
        Kind kind,
        string content,
        CancellationToken cancellationToken) =>
        call.RequestStream.WriteAsync(new ChatMessage { UserId = user, RoomId = Room, Kind = kind, Content = content }, cancellationToken);

    private static async Task<List<ChatMessage>> ReadAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> call, int count, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        while (messages.Count < count && await call.ResponseStream.MoveNext(cancellationToken))
        {
            messages.Add(call.ResponseStream.Current);
        }

        return messages;
    }
}
