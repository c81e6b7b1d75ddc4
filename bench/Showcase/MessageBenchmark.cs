// Claim: protobuf is 3 to 10 times smaller than JSON, and 20 to 100 times faster to serialise and to parse.

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;

namespace GrpcSdk.Bench.Showcase;

internal static class MessageBenchmark
{
    private const int BytesPerRound = 8 << 20;

    public static async Task RunAsync()
    {
        Console.WriteLine("| Message | protobuf, B | JSON, B | smaller | serialise: protobuf, JSON (ns) | faster | parse: protobuf, JSON (ns) | faster |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        await CompareAsync("User", Messages.User(42), Messages.UserJson(42), MessagesJson.Default.UserJson);
        await CompareAsync("ListUsersResponse of 50", Messages.Page, Messages.PageJson, MessagesJson.Default.UserPageJson);
        await CompareAsync("Event", Messages.Event, Messages.EventJson, MessagesJson.Default.EventJson);
        await CompareAsync("Metric", Messages.Metric, Messages.MetricJson, MessagesJson.Default.MetricJson);
        await CompareAsync("ChatMessage", Messages.ChatMessage, Messages.ChatMessageJson, MessagesJson.Default.ChatMessageJson);
        await CompareAsync("DocumentEdit", Messages.DocumentEdit, Messages.DocumentEditJson, MessagesJson.Default.DocumentEditJson);
        await CompareAsync("ImageChunk of 64 KiB", Messages.ImageChunk, Messages.ImageChunkJson, MessagesJson.Default.ImageChunkJson);
    }

    private static async Task CompareAsync<TMessage, TJson>(string name, TMessage message, TJson json, JsonTypeInfo<TJson> type)
        where TMessage : IMessage<TMessage>, new()
    {
        var (binary, text) = (message.ToByteArray(), JsonSerializer.SerializeToUtf8Bytes(json, type));
        var parser = new MessageParser<TMessage>(() => new TMessage());
        var count = Math.Max(100, BytesPerRound / text.Length);
        var costs = await Rounds.MeasureAsync(
            rounds: 15,
            warmups: 5,
            Repeat(count, () => message.ToByteArray()),
            Repeat(count, () => JsonSerializer.SerializeToUtf8Bytes(json, type)),
            Repeat(count, () => parser.ParseFrom(binary)),
            Repeat(count, () => JsonSerializer.Deserialize(text, type)));
        var ns = costs.Select(cost => cost.Milliseconds * 1e6 / count).ToArray();
        Rounds.Print(
            $"| {name} | {binary.Length} | {text.Length} | {(double)text.Length / binary.Length:0.0}× | {ns[0]:0}, {ns[1]:0} | {ns[1] / ns[0]:0.0}× | {ns[2]:0}, {ns[3]:0} | {ns[3] / ns[2]:0.0}× |");
    }

    private static Func<Task> Repeat<T>(int count, Func<T> work) => () =>
    {
        for (var i = 0; i < count; i++)
        {
            GC.KeepAlive(work());
        }

        return Task.CompletedTask;
    };
}
