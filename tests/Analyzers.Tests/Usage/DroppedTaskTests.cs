using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class DroppedTaskTests
{
    [Theory]
    [InlineData("_ = [|NotifyAsync()|];")]
    [InlineData("_ = [|Task.Run(() => Console.WriteLine())|];")]
    [InlineData("var forgotten = [|NotifyAsync()|];")]
    [InlineData("_ = [|catalog.FindAsync(request)|];")]
    [InlineData("_ = [|Task.Run(async () => { try { await NotifyAsync(); } catch (InvalidOperationException) { } })|];")]
    public Task Reports_a_task_that_nobody_waits_for(string statements) => Verify<DroppedTaskRule>.Reports(Source(statements));

    [Theory]
    [InlineData("await NotifyAsync();")]
    [InlineData("var notifying = NotifyAsync();\nawait notifying;")]
    [InlineData("_ = SafeAsync();")]
    [InlineData("_ = Task.Run(async () => { try { await NotifyAsync(); } catch (Exception) { Console.WriteLine(); } });")]
    [InlineData("_ = NotifyAsync().ContinueWith(done => Console.WriteLine(done.Exception));")]
    [InlineData("_ = Task.Run(() => context.Host);")]
    [InlineData("_ = request.Name.Length;")]
    [InlineData("queue.Add(NotifyAsync());")]
    public Task Is_silent_on_tasks_that_somebody_sees_to(string statements) => Verify<DroppedTaskRule>.Silent(Source(statements));

    [Fact]
    public Task Reports_a_plain_statement_where_the_compiler_says_nothing() => Verify<DroppedTaskRule>.Reports("""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                [|Task.Delay(1)|];
                return Task.FromResult(new HelloReply());
            }
        }
        """);

    [Fact]
    public Task Is_silent_outside_of_handlers() => Verify<DroppedTaskRule>.Silent(Sources.Client("_ = Task.Delay(1);"));

    private static string Source(string statements) => Sources.Unary(
        "var queue = new List<Task>();\n" + statements,
        """
        private static async Task NotifyAsync() => await Task.Yield();

        private static async Task SafeAsync()
        {
            try
            {
                await Task.Yield();
            }
            catch (Exception)
            {
                Console.WriteLine();
            }
        }
        """);
}
