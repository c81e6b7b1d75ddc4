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
    public Task Is_silent_on_writes_one_after_another_or_to_other_streams(string statements) => Verify<ConcurrentWritesRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Duplex(
        "var replies = new List<HelloReply>();\nvar writers = new List<IServerStreamWriter<HelloReply>>();\n" + statements);
}
