// A chat room with many members, some of whom read one message a second: how long a message takes to reach all others.

using System.Collections.Concurrent;
using System.Diagnostics;
using Acme.Chat.V1;
using Grpc.Core;
using Grpc.Net.Client;
using static Acme.Chat.V1.ChatMessage.Types;

namespace GrpcSdk.Bench.Load;

/// <param name="Members">How many are in the room.</param>
/// <param name="Slow">How many of them read one message a second.</param>
/// <param name="Messages">How many are sent.</param>
/// <param name="PerSecond">How many a second, each by another member.</param>
internal sealed record ChatSize(int Members, int Slow, int Messages, double PerSecond);

/// <param name="ToAll">How long each message took to reach the last of the members who read.</param>
/// <param name="ToOne">How long it took to reach each.</param>
/// <param name="Lost">How many deliveries to members who read are missing, or came twice or in another order.</param>
/// <param name="SlowErrors">How the streams of the slow members ended before their time.</param>
internal sealed record ChatOutcome(Tally ToAll, Tally ToOne, int Lost, Tally SlowErrors);

internal static class ChatLoad
{
    private static readonly TimeSpan SlowPause = TimeSpan.FromSeconds(1);

    public static async Task<ChatOutcome> RunAsync(Uri host, ChatSize size, string room)
    {
        using var channel = Channels.Open(host);
        using var slowChannel = Channels.Open(host, Channels.Neighbour);
        using var over = new CancellationTokenSource();
        var (sent, outcome) = (new ConcurrentDictionary<string, long>(), new ChatOutcome(new("to all"), new("to one"), 0, new("slow")));
        var members = await Task.WhenAll(Enumerable.Range(0, size.Members).Select(i => JoinAsync(i < size.Slow ? slowChannel : channel, $"member{i}", room)));
        var slow = members.Take(size.Slow).Select(member => outcome.SlowErrors.CallAsync(() => ReadSlowlyAsync(member, over.Token))).ToList();
        var arrivals = new ConcurrentDictionary<string, Arrival>();
        var readers = members.Skip(size.Slow).Select(member => ReadAsync(member, size, sent, arrivals, outcome.ToOne)).ToList();

        await SpeakAsync(members.Skip(size.Slow).ToList(), room, size, sent);
        var disorder = await Task.WhenAll(readers).WaitAsync(TimeSpan.FromMinutes(2));
        foreach (var arrival in arrivals.Values)
        {
            outcome.ToAll.Add(arrival.Last);
        }

        await over.CancelAsync();
        await Task.WhenAll(slow);
        foreach (var member in members)
        {
            member.Dispose();
        }

        var expected = (size.Members - size.Slow) * size.Messages;
        return outcome with { Lost = disorder.Sum() + expected - arrivals.Values.Sum(arrival => arrival.Count) };
    }

    private static async Task<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>> JoinAsync(GrpcChannel channel, string user, string room)
    {
        var call = new ChatService.ChatServiceClient(channel).Chat();
        await call.RequestStream.WriteAsync(new ChatMessage { UserId = user, RoomId = room, Kind = Kind.Join });
        await call.ResponseStream.MoveNext(CancellationToken.None);
        return call;
    }

    private static async Task SpeakAsync(
        List<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>> speakers,
        string room,
        ChatSize size,
        ConcurrentDictionary<string, long> sent)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1 / size.PerSecond));
        for (var i = 0; i < size.Messages; i++)
        {
            await clock.WaitForNextTickAsync();
            var speaker = i % speakers.Count;
            sent[$"{i}"] = Stopwatch.GetTimestamp();
            await speakers[speaker].RequestStream.WriteAsync(new ChatMessage
            {
                UserId = $"member{speaker + size.Slow}",
                RoomId = room,
                Content = "The engine weaves algebraic patterns.",
                ClientMessageId = $"{i}",
            });
        }
    }

    // Reads until every message came; counts those that are not the next one.
    private static async Task<int> ReadAsync(
        AsyncDuplexStreamingCall<ChatMessage, ChatMessage> member,
        ChatSize size,
        ConcurrentDictionary<string, long> sent,
        ConcurrentDictionary<string, Arrival> arrivals,
        Tally toOne)
    {
        var (next, disorder, last) = (0, 0, 0L);
        while (next < size.Messages && await member.ResponseStream.MoveNext(CancellationToken.None))
        {
            var message = member.ResponseStream.Current;
            disorder += last == 0 || message.Sequence == last + 1 ? 0 : 1;
            last = message.Sequence;
            if (message.Kind == Kind.Message)
            {
                var took = Stopwatch.GetElapsedTime(sent[message.ClientMessageId]);
                toOne.Add(took);
                arrivals.GetOrAdd(message.ClientMessageId, _ => new Arrival()).Add(took);
                next++;
            }
        }

        return disorder;
    }

    private static async Task ReadSlowlyAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> member, CancellationToken over)
    {
        while (!over.IsCancellationRequested && await member.ResponseStream.MoveNext(CancellationToken.None))
        {
            await Task.Delay(SlowPause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Arrival
    {
        private readonly Lock _lock = new();

        public int Count { get; private set; }

        public TimeSpan Last { get; private set; }

        public void Add(TimeSpan took)
        {
            lock (_lock)
            {
                Count++;
                Last = took > Last ? took : Last;
            }
        }
    }
}
