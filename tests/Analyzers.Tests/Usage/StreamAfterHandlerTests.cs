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
    [InlineData("await Task.Run(async () => await responseStream.WriteAsync(new HelloReply()));")]
    [InlineData("var reading = Task.Run(async () => await requestStream.MoveNext());\nawait responseStream.WriteAsync(new HelloReply());\nawait reading;")]
    [InlineData("var reading = Task.Run(async () => await requestStream.MoveNext());\nwhile (!reading.IsCompleted) { await responseStream.WriteAsync(new HelloReply()); }")]
    [InlineData("var host = context.Host;\n_ = Task.Run(() => Console.WriteLine(host));")]
    [InlineData("await Task.WhenAll(Task.Run(async () => await requestStream.MoveNext()), Task.Delay(1));")]
    [InlineData("_ = Run(async () => await requestStream.MoveNext());\nstatic Task Run(Func<Task> work) => work();")]
    public Task Is_silent_when_somebody_waits_or_nothing_of_the_call_is_used(string statements) => Verify<StreamAfterHandlerRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Duplex("#pragma warning disable CS4014\n" + statements);
}
