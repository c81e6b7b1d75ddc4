// Streams in both directions: something said in a room, an edit of a document, a move in a game.

using System.Collections.Concurrent;
using Acme.Chat.V1;
using Acme.Collaboration.V1;
using Acme.Game.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Load.Kinds;

internal sealed class ChatKind() : Kind("both ways: Chat, join, say and hear")
{
    private readonly string _rooms = $"{Guid.CreateVersion7()}";
    private readonly Ledger<(string Room, long Sequence, string Content)> _said = [];

    public override int Acknowledged => _said.Count;

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        // A room keeps 1,000 messages, of which a call makes three.
        var message = new ChatMessage { UserId = $"user{worker}", RoomId = $"{_rooms}-{worker}-{number / 200}" };
        var content = $"{Guid.CreateVersion7()}";
        using var call = new ChatService.ChatServiceClient(channel).Chat(Options());
        await WriteAsync(call.RequestStream, new ChatMessage(message) { Kind = ChatMessage.Types.Kind.Join });
        await WriteAsync(call.RequestStream, new ChatMessage(message) { Content = content });
        var heard = await ReadUntilAsync(call.ResponseStream, heard => heard.Content == content);
        _said.Add((message.RoomId, heard.Sequence, content));
        await call.RequestStream.CompleteAsync();
        await ReadUntilAsync(call.ResponseStream, later => later.Kind == ChatMessage.Types.Kind.Leave && later.Sequence > heard.Sequence);
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var lost = 0;
        foreach (var room in _said.GroupBy(said => said.Room))
        {
            using var call = new ChatService.ChatServiceClient(channel).Chat(Options());
            await call.RequestStream.WriteAsync(new ChatMessage { UserId = "auditor", RoomId = room.Key, Kind = ChatMessage.Types.Kind.Join, Sequence = 1 });
            var kept = new HashSet<(string, long, string)>();
            await ReadUntilAsync(call.ResponseStream, message =>
            {
                kept.Add((room.Key, message.Sequence, message.Content));
                return message.UserId == "auditor";
            });
            lost += room.Count(said => !kept.Contains(said));
        }

        return lost;
    }
}

internal sealed class EditKind() : Kind("both ways: Collaborate, join, edit and its acknowledgement")
{
    private readonly string _documents = $"{Guid.CreateVersion7()}";
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _words = new();

    public override int Acknowledged => _words.Values.Sum(words => words.Count);

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        var edit = new DocumentEdit { DocumentId = $"{_documents}-{worker}-{number / 500}", UserId = $"user{worker}", EditId = $"{Guid.CreateVersion7()}" };
        var word = $"[{worker}.{number}]";
        using var call = new CollaborationService.CollaborationServiceClient(channel).Collaborate(Options());
        await WriteAsync(call.RequestStream, new DocumentEdit(edit) { Operation = DocumentEdit.Types.Operation.Join });
        var text = await ReadUntilAsync(call.ResponseStream, _ => true);
        await WriteAsync(call.RequestStream, new DocumentEdit(edit) { Operation = DocumentEdit.Types.Operation.Insert, Content = word, Revision = text.Revision });
        await ReadUntilAsync(call.ResponseStream, applied => applied.EditId == edit.EditId && applied.Revision > text.Revision);
        _words.GetOrAdd(edit.DocumentId, _ => []).Add(word);
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var lost = 0;
        foreach (var (document, words) in _words)
        {
            using var call = new CollaborationService.CollaborationServiceClient(channel).Collaborate(Options());
            await call.RequestStream.WriteAsync(new DocumentEdit { DocumentId = document, UserId = "auditor", Operation = DocumentEdit.Types.Operation.Join });
            var text = (await ReadUntilAsync(call.ResponseStream, _ => true)).Content;
            lost += words.Count(word => !text.Contains(word, StringComparison.Ordinal));
        }

        return lost;
    }
}

internal sealed class GameKind() : Kind("both ways: PlayGame, join and the first state")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        using var call = new GameService.GameServiceClient(channel).PlayGame(Options());
        await WriteAsync(call.RequestStream, new GameAction { PlayerId = $"player{worker}", GameId = $"game{worker}-{number}", ActionType = "join" });
        await ReadUntilAsync(call.ResponseStream, state => state.Full);
        await call.RequestStream.CompleteAsync();
    }
}
