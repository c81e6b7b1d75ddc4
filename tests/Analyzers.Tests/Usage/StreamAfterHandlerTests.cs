using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class StreamAfterHandlerTests
{
    [Theory]
    [InlineData("_ = [|Task.Run(async () => await responseStream.WriteAsync(new HelloReply()))|];")]
    [InlineData("[|Task.Run(() => requestStream.MoveNext())|];")]
    [InlineData("var forgotten = [|Task.Run(async () => await requestStream.MoveNext())|];")]
    [InlineData("_ = [|Task.Factory.StartNew(() => context.Host)|];")]
    [InlineData("[|ThreadPool.QueueUserWorkItem(_ => responseStream.WriteAsync(new HelloReply()))|];")]
    public Task Reports_a_task_that_outlives_the_handler(string statements) => Verify<StreamAfterHandlerRule>.Reports(Source(statements));

    [Theory]
    [InlineData("[|feed.Changed += async (_, _) => await responseStream.WriteAsync(new HelloReply())|];")]
    [InlineData("[|feed.Changed += Write|];\nvoid Write(object? sender, EventArgs changed) => responseStream.WriteAsync(new HelloReply());")]
    [InlineData("EventHandler write = (_, _) => responseStream.WriteAsync(new HelloReply());\n[|feed.Changed += write|];")]
    public Task Reports_an_event_handler_that_outlives_the_handler(string statements) => Verify<StreamAfterHandlerRule>.Reports(Source("var feed = Feed.Shared;\n" + statements) + Feed);

    [Theory]
    [InlineData("EventHandler write = (_, _) => responseStream.WriteAsync(new HelloReply());\nfeed.Changed += write;\ntry { await Task.Delay(1); } finally { feed.Changed -= write; }")]
    [InlineData("feed.Changed += (_, _) => Console.WriteLine();")]
    [InlineData("var queue = Channel.CreateUnbounded<int>();\nfeed.Changed += (_, _) => queue.Writer.TryWrite(1);")]
    [InlineData("using var ticks = new System.Timers.Timer(10);\nticks.Elapsed += (_, _) => responseStream.WriteAsync(new HelloReply());")]
    public Task Is_silent_on_an_event_handler_that_ends_with_the_handler(string statements) => Verify<StreamAfterHandlerRule>.Silent(Source("var feed = Feed.Shared;\n" + statements) + Feed);

    private const string Feed = """


        public sealed class Feed
        {
            public static Feed Shared { get; } = new();

            public event EventHandler Changed { add { } remove { } }
        }
        """;

    [Theory]
    [InlineData("await Task.Run(async () => await responseStream.WriteAsync(new HelloReply()));")]
    [InlineData("var reading = Task.Run(async () => await requestStream.MoveNext());\nawait responseStream.WriteAsync(new HelloReply());\nawait reading;")]
    [InlineData("var reading = Task.Run(async () => await requestStream.MoveNext());\nwhile (!reading.IsCompleted) { await responseStream.WriteAsync(new HelloReply()); }")]
    [InlineData("var host = context.Host;\n_ = Task.Run(() => Console.WriteLine(host));")]
    [InlineData("await Task.WhenAll(Task.Run(async () => await requestStream.MoveNext()), Task.Delay(1));")]
    [InlineData("_ = Run(async () => await requestStream.MoveNext());\nstatic Task Run(Func<Task> work) => work();")]
    public Task Is_silent_when_somebody_waits_or_nothing_of_the_call_is_used(string statements) => Verify<StreamAfterHandlerRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Duplex("#pragma warning disable CS4014\n" + statements);
}
