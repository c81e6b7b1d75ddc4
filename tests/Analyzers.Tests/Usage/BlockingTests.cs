using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class BlockingTests
{
    [Theory]
    [InlineData("var text = [|File.ReadAllTextAsync(\"a\").Result|];")]
    [InlineData("[|Task.Delay(1).Wait()|];")]
    [InlineData("[|Task.Delay(1).GetAwaiter().GetResult()|];")]
    [InlineData("var text = [|File.ReadAllTextAsync(\"a\").ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("var found = [|catalog.FindAsync(request).ResponseAsync.Result|];")]
    [InlineData("var found = [|catalog.Find(request)|];")]
    [InlineData("[|Thread.Sleep(10)|];")]
    [InlineData("[|Task.WaitAll(Task.Delay(1))|];")]
    [InlineData("var a = File.ReadAllTextAsync(\"a\");\nvar b = File.ReadAllTextAsync(\"b\");\nawait b;\nConsole.WriteLine([|a.Result|]);")]
    [InlineData("var tasks = new[] { File.ReadAllTextAsync(\"a\") };\nConsole.WriteLine([|tasks[0].Result|]);")]
    [InlineData("var pair = (Left: File.ReadAllTextAsync(\"a\"), Right: File.ReadAllTextAsync(\"b\"));\nawait pair.Left;\nConsole.WriteLine([|pair.Right.Result|]);")]
    public Task Reports_a_handler_that_waits_on_its_thread(string statements) => Verify<BlockingRule>.Reports(Sources.Unary(statements));

    [Theory]
    [InlineData("var text = await File.ReadAllTextAsync(\"a\");")]
    [InlineData("var reading = File.ReadAllTextAsync(\"a\");\nawait Task.WhenAll(reading);\nConsole.WriteLine(reading.Result);")]
    [InlineData("var reading = File.ReadAllTextAsync(\"a\");\nif (reading.IsCompletedSuccessfully) { Console.WriteLine(reading.Result); }")]
    [InlineData("await File.ReadAllTextAsync(\"a\").ContinueWith(reading => reading.Result.Length);")]
    [InlineData("await Task.Run(() => Thread.Sleep(10));")]
    [InlineData("var a = File.ReadAllTextAsync(\"a\");\nvar b = File.ReadAllTextAsync(\"b\");\nvar first = await Task.WhenAny(a, b);\nConsole.WriteLine(first.Result);")]
    [InlineData("Console.WriteLine((await Task.WhenAny(File.ReadAllTextAsync(\"a\"), File.ReadAllTextAsync(\"b\")).ConfigureAwait(false)).Result);")]
    [InlineData("var a = File.ReadAllTextAsync(\"a\");\nvar b = File.ReadAllTextAsync(\"b\");\nif (await Task.WhenAny(a, b) == a) { Console.WriteLine(a.Result); }")]
    [InlineData("var tasks = new List<Task<string>>();\nwhile (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); Console.WriteLine(done.Result); }")]
    [InlineData("var tasks = new List<Task<string>>();\nTask<string> done;\ndone = await Task.WhenAny(tasks);\nConsole.WriteLine(done.Result);")]
    [InlineData("var tasks = new List<Task<string>>();\nawait foreach (var done in Task.WhenEach(tasks)) { Console.WriteLine(done.Result); }")]
    [InlineData("var tasks = new List<Task<string>>();\nawait Task.WhenAll(tasks);\nforeach (var done in tasks) { Console.WriteLine(done.Result); }")]
    [InlineData("var tasks = new[] { File.ReadAllTextAsync(\"a\") };\nawait Task.WhenAll(tasks);\nConsole.WriteLine(tasks[0].Result);")]
    [InlineData("var pair = (Left: File.ReadAllTextAsync(\"a\"), Right: File.ReadAllTextAsync(\"b\"));\nawait Task.WhenAll(pair.Left, pair.Right);\nConsole.WriteLine(pair.Right.Result);")]
    [InlineData("var reading = File.ReadAllTextAsync(\"a\");\nif (reading.IsFaulted) { return new HelloReply(); }\nif (reading.IsCompleted) { Console.WriteLine(reading.Result); }")]
    [InlineData("var thread = new Thread(() => Thread.Sleep(10));\nthread.Start();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.Delay(1).Wait();")]
    [InlineData("var found = await catalog.FindAsync(request);")]
    [InlineData("var box = new { Result = 1 };\nConsole.WriteLine(box.Result);")]
    public Task Is_silent_on_tasks_that_are_awaited_or_done(string statements) => Verify<BlockingRule>.Silent(Sources.Unary(statements));

    [Fact]
    public Task Is_silent_outside_of_handlers() => Verify<BlockingRule>.Silent(Sources.Client("client.SayHello(request);\nTask.Delay(1).Wait();"));

    [Fact]
    public Task Names_the_call() => Verify<BlockingRule>.ReportsMessage(
        Sources.Unary("[|Task.Delay(1).Wait()|];"),
        "Greeter.SayHello blocks a thread for every call in progress at 'Task.Delay(1).Wait()': await it");
}
