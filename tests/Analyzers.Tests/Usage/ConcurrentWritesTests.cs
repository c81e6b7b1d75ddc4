using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ConcurrentWritesTests
{
    [Theory]
    [InlineData("await Task.WhenAll(replies.Select(reply => [|responseStream.WriteAsync(reply)|]));")]
    [InlineData("await Task.WhenAll(replies.Select(async reply => { await Task.Yield(); await [|responseStream.WriteAsync(reply)|]; }).ToArray());")]
    [InlineData("var writes = replies.Select(reply => [|responseStream.WriteAsync(reply)|]).ToList();\nawait Task.WhenAll(writes);")]
    [InlineData("await Parallel.ForEachAsync(replies, async (reply, token) => await [|responseStream.WriteAsync(reply, token)|]);")]
    [InlineData("await Parallel.ForEachAsync(replies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (reply, token) => await [|responseStream.WriteAsync(reply, token)|]);")]
    [InlineData("await Task.WhenAll([|responseStream.WriteAsync(replies[0])|], [|responseStream.WriteAsync(replies[1])|]);")]
    public Task Reports_writes_that_overlap(string statements) => Verify<ConcurrentWritesRule>.Reports(Source(statements));

    [Theory]
    [InlineData("foreach (var reply in replies) { await responseStream.WriteAsync(reply); }")]
    [InlineData("var gate = new SemaphoreSlim(1);\nawait Task.WhenAll(replies.Select(async reply => { await gate.WaitAsync(); try { await responseStream.WriteAsync(reply); } finally { gate.Release(); } }));")]
    [InlineData("var channel = Channel.CreateUnbounded<HelloReply>();\nawait Task.WhenAll(replies.Select(reply => channel.Writer.WriteAsync(reply).AsTask()));\nawait foreach (var reply in channel.Reader.ReadAllAsync()) { await responseStream.WriteAsync(reply); }")]
    [InlineData("await Task.WhenAll(writers.Select(writer => writer.WriteAsync(replies[0])));")]
    [InlineData("await Parallel.ForEachAsync(replies, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (reply, token) => await responseStream.WriteAsync(reply, token));")]
    [InlineData("foreach (var write in replies.Select(reply => responseStream.WriteAsync(reply))) { await write; }")]
    [InlineData("await Task.WhenAll(responseStream.WriteAsync(replies[0]), writers[0].WriteAsync(replies[1]));")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 2).Select(index => subscribers[index].Stream.WriteAsync(replies[0])));")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 2).Select(index => writers[index].WriteAsync(replies[0])));")]
    [InlineData("await Task.WhenAll(names.Select(name => byName[name].WriteAsync(replies[0])).ToList());")]
    [InlineData("await Parallel.ForEachAsync(names, async (name, token) => await byName[name].WriteAsync(replies[0], token));")]
    [InlineData("await Task.WhenAll(subscribers[0].Stream.WriteAsync(replies[0]), subscribers[1].Stream.WriteAsync(replies[0]));")]
    [InlineData("await Task.WhenAll(subscribers.Select(subscriber => { var stream = subscriber.Stream; return stream.WriteAsync(replies[0]); }));")]
    [InlineData("await Task.WhenAll(replies.Count > 1 ? responseStream.WriteAsync(replies[0]) : responseStream.WriteAsync(replies[1]), Task.Delay(1));")]
    [InlineData("IServerStreamWriter<HelloReply> safe = new OneAtATime(responseStream);\nawait Task.WhenAll(replies.Select(reply => safe.WriteAsync(reply)));")]
    [InlineData("var safe = new OneAtATime(responseStream);\nawait Task.WhenAll(safe.WriteAsync(replies[0]), safe.WriteAsync(replies[1]));")]
    public Task Is_silent_on_writes_one_after_another_or_to_other_streams(string statements) => Verify<ConcurrentWritesRule>.Silent(Source(statements));

    [Theory]
    [InlineData("EventHandler write = async (_, _) => await [|responseStream.WriteAsync(new HelloReply())|];\nfeed.Changed += write;\nawait Task.Delay(1);\nfeed.Changed -= write;")]
    [InlineData("feed.Changed += Write;\nawait Task.Delay(1);\nfeed.Changed -= Write;\nasync void Write(object? sender, EventArgs changed) => await [|responseStream.WriteAsync(new HelloReply())|];")]
    [InlineData("using var ticks = new System.Timers.Timer(10);\nticks.Elapsed += async (_, _) => await [|responseStream.WriteAsync(new HelloReply())|];\nawait Task.Delay(1);")]
    [InlineData("using var ticks = new Timer(async _ => await [|responseStream.WriteAsync(new HelloReply())|], null, 0, 10);\nawait Task.Delay(1);")]
    public Task Reports_writes_of_an_event_that_waits_for_none(string statements) => Verify<ConcurrentWritesRule>.Reports(Source(statements));

    [Theory]
    [InlineData("EventHandler write = (_, _) => queue.Writer.TryWrite(new HelloReply());\nfeed.Changed += write;\nawait foreach (var reply in queue.Reader.ReadAllAsync()) { await responseStream.WriteAsync(reply); }\nfeed.Changed -= write;")]
    [InlineData("EventHandler write = async (_, _) => { await mutex.WaitAsync(); try { await responseStream.WriteAsync(new HelloReply()); } finally { mutex.Release(); } };\nfeed.Changed += write;\nawait Task.Delay(1);\nfeed.Changed -= write;")]
    [InlineData("Func<Task> write = async () => await responseStream.WriteAsync(new HelloReply());\nawait write();\nawait write();")]
    public Task Is_silent_on_events_that_hand_over_or_take_turns(string statements) => Verify<ConcurrentWritesRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Duplex(
        "var replies = new List<HelloReply>();\nvar writers = new List<IServerStreamWriter<HelloReply>>();\nvar subscribers = new List<Subscriber>();\nvar names = new List<string>();\nvar byName = new Dictionary<string, IServerStreamWriter<HelloReply>>();\n" +
        "var queue = Channel.CreateUnbounded<HelloReply>();\nvar mutex = new SemaphoreSlim(1);\nvar feed = Feed.Shared;\n" + statements) +
        """


        public sealed record Subscriber(IServerStreamWriter<HelloReply> Stream);

        public sealed class Feed
        {
            public static Feed Shared { get; } = new();

            public event EventHandler Changed { add { } remove { } }
        }

        public sealed class OneAtATime(IServerStreamWriter<HelloReply> inner) : IServerStreamWriter<HelloReply>
        {
            private Task _last = Task.CompletedTask;

            public WriteOptions WriteOptions { get; set; }

            public Task WriteAsync(HelloReply message)
            {
                lock (this)
                {
                    return _last = _last.ContinueWith(_ => inner.WriteAsync(message)).Unwrap();
                }
            }
        }
        """;
}
