// One stream: one user in any number of rooms.

using Acme.Chat.V1;
using Grpc.Core;
using Showcase.Errors;
using Showcase.Live;
using static Acme.Chat.V1.ChatMessage.Types;

namespace Showcase.Chat;

internal sealed class ChatSession(ChatRooms rooms, IServerStreamWriter<ChatMessage> responses, CancellationToken callEnded) : IAsyncDisposable
{
    private const int MaxContent = 4096;
    private const int MaxId = 64;

    private readonly SharedStream<ChatMessage> _stream = new(responses, callEnded);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(callEnded);
    private readonly Dictionary<string, Sender<ChatMessage>> _joined = [];
    private string? _userId;

    /// <summary>Does what the user says until the user says no more, then leaves all rooms.</summary>
    public async Task RunAsync(IAsyncStreamReader<ChatMessage> requests)
    {
        try
        {
            await foreach (var message in requests.ReadAllAsync(_stop.Token))
            {
                await HandleAsync(message);
            }

            foreach (var roomId in _joined.Keys.ToList())
            {
                await LeaveAsync(roomId);
            }
        }
        catch (OperationCanceledException) when (!callEnded.IsCancellationRequested)
        {
            // A room ended the stream: it says why, the others are cancelled.
            _stream.End();
            await Task.WhenAll(_joined.Values.Select(sender => sender.Completion));
            throw;
        }
    }

    /// <summary>Tells the rooms that the user is gone, also when the stream broke.</summary>
    public async ValueTask DisposeAsync()
    {
        _stream.End();
        foreach (var sender in _joined.Values)
        {
            await sender.DisposeAsync();
        }

        _stop.Dispose();
        _stream.Dispose();
        foreach (var roomId in _joined.Keys)
        {
            await rooms.PostAsync(new ChatMessage { UserId = _userId, RoomId = roomId, Kind = Kind.Leave }, CancellationToken.None);
        }
    }

    private Task HandleAsync(ChatMessage message)
    {
        Check(message);
        _userId ??= message.UserId;
        return message.Kind switch
        {
            Kind.Join => JoinAsync(message),
            Kind.Leave => LeaveAsync(message.RoomId),
            _ => SpeakAsync(message),
        };
    }

    private async Task JoinAsync(ChatMessage message)
    {
        if (_joined.ContainsKey(message.RoomId))
        {
            throw RpcErrors.Precondition("ALREADY_JOINED", $"rooms/{message.RoomId}", "The user is in the room already.");
        }

        var seen = message.Sequence;
        var joined = await rooms.PostAsync(new ChatMessage(message) { Content = "" }, _stop.Token);
        if (seen >= joined)
        {
            throw RpcErrors.OutOfRange("sequence", $"The room has not come that far: {joined - 1} is its latest message.");
        }

        var after = seen == 0 ? joined - 1 : Math.Max(seen, joined - ChatRooms.Kept);
        _joined.Add(message.RoomId, new Sender<ChatMessage>(
            token => MessagesAsync(message.RoomId, after, token),
            sent => sent.Sequence,
            _stream,
            _stop.Cancel,
            _stop.Token));
    }

    private async Task SpeakAsync(ChatMessage message)
    {
        EnsureJoined(message.RoomId);
        await rooms.PostAsync(new ChatMessage(message) { Kind = Kind.Message }, _stop.Token);
    }

    private async Task LeaveAsync(string roomId)
    {
        var sender = EnsureJoined(roomId);
        var left = await rooms.PostAsync(new ChatMessage { UserId = _userId, RoomId = roomId, Kind = Kind.Leave }, _stop.Token);
        _joined.Remove(roomId);
        await using (sender)
        {
            // The user sees everything up to its own leaving.
            await sender.ReachAsync(left);
        }
    }

    private async IAsyncEnumerable<ChatMessage> MessagesAsync(
        string roomId,
        long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in rooms.FollowAsync(roomId, after, cancellationToken))
        {
            yield return record.ToMessage();
        }
    }

    private Sender<ChatMessage> EnsureJoined(string roomId) =>
        _joined.TryGetValue(roomId, out var sender)
            ? sender
            : throw RpcErrors.Precondition("NOT_JOINED", $"rooms/{roomId}", "Join the room first.");

    private void Check(ChatMessage message)
    {
        var violations = new List<Violation>();
        if (message.UserId.Length is 0 or > MaxId || (_userId is not null && _userId != message.UserId))
        {
            violations.Add(new("user_id", $"1 to {MaxId} characters, the same in the whole stream."));
        }

        if (message.RoomId.Length is 0 or > MaxId)
        {
            violations.Add(new("room_id", $"1 to {MaxId} characters."));
        }

        if (message.Content.Length > MaxContent)
        {
            violations.Add(new("content", $"At most {MaxContent} characters."));
        }

        if (message.ClientMessageId.Length > MaxId)
        {
            violations.Add(new("client_message_id", $"At most {MaxId} characters."));
        }

        if (message.Sequence < 0)
        {
            violations.Add(new("sequence", "Not negative."));
        }

        if (violations.Count > 0)
        {
            throw RpcErrors.Invalid(violations);
        }
    }
}
