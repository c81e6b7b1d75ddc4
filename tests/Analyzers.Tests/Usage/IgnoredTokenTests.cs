using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class IgnoredTokenTests
{
    [Theory]
    [InlineData("await Task.[|Delay|](1000);")]
    [InlineData("await catalog.[|FindAsync|](request);")]
    [InlineData("await catalog.[|FindAsync|](request, deadline: context.Deadline);")]
    [InlineData("await File.[|ReadAllTextAsync|](\"a\");")]
    [InlineData("await new MemoryStream().[|ReadAsync|](new byte[1]);")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(async _ => await catalog.[|FindAsync|](request)));")]
    [InlineData("await foreach (var line in File.[|ReadLinesAsync|](\"a\")) { }")]
    [InlineData("var gate = new SemaphoreSlim(1);\nawait gate.[|WaitAsync|]();")]
    [InlineData("await LoadAsync();\nasync Task LoadAsync() => await Task.[|Delay|](1);")]
    [InlineData("using var http = new System.Net.Http.HttpClient();\nusing var answer = await http.GetAsync(\"a\", System.Net.Http.HttpCompletionOption.ResponseHeadersRead, context.CancellationToken);\nawait answer.Content.[|ReadAsStringAsync|]();")]
    [InlineData("var delay = Task.[|Delay|](1);\nawait Task.WhenAny(delay, Task.Delay(2, CancellationToken.None));")]
    public Task Reports_work_without_the_token(string statements) => Verify<IgnoredTokenRule>.Reports(Sources.Unary(statements));

    [Theory]
    [InlineData("await Task.Delay(1000, context.CancellationToken);")]
    [InlineData("await catalog.FindAsync(request, cancellationToken: context.CancellationToken);")]
    [InlineData("await Task.Delay(1000, CancellationToken.None);")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);\nawait Task.Delay(1000, linked.Token);")]
    [InlineData("await Task.Yield();\nawait Task.FromResult(1);")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { await Task.Delay(1); } finally { await File.WriteAllTextAsync(\"a\", \"b\"); }")]
    [InlineData("await foreach (var line in File.ReadLinesAsync(\"a\").WithCancellation(context.CancellationToken)) { }")]
    [InlineData("await Task.Delay(1000).WaitAsync(context.CancellationToken);")]
    [InlineData("await catalog.FindAsync(request, new CallOptions(cancellationToken: context.CancellationToken));")]
    [InlineData("var work = Task.Run(async () => await Task.Delay(1));\nawait work;")]
    [InlineData("await store.LoadAsync(context);")]
    [InlineData("await store.LoadAsync(new CallOptions(cancellationToken: context.CancellationToken));")]
    [InlineData("var delay = Task.Delay(1);\nawait delay.WaitAsync(context.CancellationToken);")]
    [InlineData("Task delay;\ndelay = Task.Delay(1);\nawait delay.WaitAsync(context.CancellationToken).ConfigureAwait(false);")]
    [InlineData("await Task.WhenAll(Task.Delay(1), Task.Delay(2)).WaitAsync(context.CancellationToken);")]
    [InlineData("var delay = Task.Delay(1);\nvar both = Task.WhenAll([delay, Task.CompletedTask]);\nawait both.WaitAsync(context.CancellationToken);")]
    [InlineData("await Task.WhenAny(Task.Delay(1), Task.Delay(Timeout.Infinite, context.CancellationToken));")]
    [InlineData("var lines = File.ReadLinesAsync(\"a\");\nawait foreach (var line in lines.WithCancellation(context.CancellationToken)) { }")]
    [InlineData("using var http = new System.Net.Http.HttpClient();\nusing var answer = await http.GetAsync(\"a\", context.CancellationToken);\nawait answer.Content.ReadAsStringAsync();")]
    [InlineData("await store.PublishAsync(1);")]
    [InlineData("await store.CommitAsync();")]
    [InlineData("await store.GetOrCreateAsync(\"a\", async () => await File.ReadAllTextAsync(\"a\"));")]
    [InlineData("_ = File.WriteAllTextAsync(\"a\", \"b\");")]
    [InlineData("await OwnAsync(1);\nstatic Task OwnAsync(int number) => Task.CompletedTask;")]
    public Task Is_silent_when_the_token_is_passed_or_not_wanted(string statements) => Verify<IgnoredTokenRule>.Silent(Sources.Unary("var store = new Store();\n" + statements) + Store);

    [Fact]
    public Task Reports_a_helper_that_is_given_the_context() => Verify<IgnoredTokenRule>.Reports(Sources.Unary(
        "await HelpAsync(context);\nawait OtherAsync(request, context);",
        """
        private async Task HelpAsync(ServerCallContext call)
        {
            await Task.[|Delay|](1);
            await Task.Delay(1, call.CancellationToken);
        }

        private static Task OtherAsync(HelloRequest request, ServerCallContext call) => File.[|WriteAllTextAsync|](request.Name, call.Method);
        """));

    [Fact]
    public Task Is_silent_on_a_helper_that_is_given_no_context() => Verify<IgnoredTokenRule>.Silent(Sources.Unary(
        "await HelpAsync();", "private static async Task HelpAsync() => await Task.Delay(1);"));

    [Fact]
    public Task Names_the_token_that_a_helper_is_given() => Verify<IgnoredTokenRule>.ReportsMessage(
        Sources.Unary("await HelpAsync(context, context.CancellationToken);", "private static Task HelpAsync(ServerCallContext call, CancellationToken stop) => Task.[|Delay|](1);"),
        "'Delay' does not get stop: it goes on after the deadline of GreeterService.HelpAsync and after its client is gone");

    [Fact]
    public Task Is_silent_on_the_streams_of_the_call() => Verify<IgnoredTokenRule>.Silent(Sources.Duplex("""
        await foreach (var message in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new HelloReply { Message = message.Name });
        }

        while (await requestStream.MoveNext())
        {
        }
        """));

    [Fact]
    public Task Is_silent_outside_of_handlers() => Verify<IgnoredTokenRule>.Silent(Sources.Client("await Task.Delay(1);\nawait client.SayHelloAsync(request);"));

    [Fact]
    public Task Is_silent_on_clients_that_propagate_the_context() => Verify<IgnoredTokenRule>.Silent(
        Sources.Unary("await catalog.FindAsync(request);") +
        """
        public static class Startup
        {
            public static void Configure(IServiceCollection services) => services.AddGrpcClient<Catalog.CatalogClient>().EnableCallContextPropagation();
        }
        """);

    [Fact]
    public Task Names_the_call() => Verify<IgnoredTokenRule>.ReportsMessage(
        Sources.Unary("await Task.[|Delay|](1000);"),
        "'Delay' does not get context.CancellationToken: it goes on after the deadline of Greeter.SayHello and after its client is gone");

    private const string Store = """

        public sealed class Store
        {
            public Task LoadAsync(ServerCallContext context, CancellationToken token = default) => Task.CompletedTask;

            public Task PublishAsync(int number, CancellationToken token = default) => Task.CompletedTask;

            public Task CommitAsync(CancellationToken token = default) => Task.CompletedTask;

            public Task<string> GetOrCreateAsync(string key, Func<Task<string>> create) => create();

            public Task LoadAsync(CallOptions options, CancellationToken token = default) => Task.CompletedTask;
        }
        """;
}
