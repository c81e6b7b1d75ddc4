using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class BlockingFixTests
{
    [Theory]
    [InlineData("var text = [|File.ReadAllTextAsync(\"a\").Result|];", "var text = await File.ReadAllTextAsync(\"a\");")]
    [InlineData("var length = [|File.ReadAllTextAsync(\"a\").Result|].Length;", "var length = (await File.ReadAllTextAsync(\"a\")).Length;")]
    [InlineData("[|Task.Delay(1).Wait()|]; // wait", "await Task.Delay(1); // wait")]
    [InlineData("[|Task.Delay(1).GetAwaiter().GetResult()|];", "await Task.Delay(1);")]
    [InlineData("var found = [|catalog.Find(request)|];", "var found = await catalog.FindAsync(request);")]
    [InlineData("[|Thread.Sleep(10)|];", "await Task.Delay(10, context.CancellationToken);")]
    [InlineData("[|Task.WaitAll(Task.Delay(1), Task.Delay(2))|];", "await Task.WhenAll(Task.Delay(1), Task.Delay(2));")]
    public Task Awaits(string before, string after) => VerifyFix<BlockingRule, BlockingFix>.Changes(Sources.Unary(before), Sources.Unary(after));

    [Fact]
    public Task Makes_the_handler_async() => VerifyFix<BlockingRule, BlockingFix>.Changes(
        Handler("public override Task<HelloReply> SayHello", "[|File.ReadAllTextAsync(\"a\").Result|]", "[|File.ReadAllTextAsync(\"b\").Result|]", "Task.FromResult(new HelloReply { Message = a + b })"),
        Handler("public override async Task<HelloReply> SayHello", "await File.ReadAllTextAsync(\"a\")", "await File.ReadAllTextAsync(\"b\")", "new HelloReply { Message = a + b }"));

    [Theory]
    [InlineData("lock (request)\n{\n    [|Task.Delay(1).Wait()|];\n}")]
    [InlineData("Func<string> read = () => [|File.ReadAllTextAsync(\"a\").Result|];")]
    public Task Leaves_what_cannot_be_awaited_alone(string statements) => VerifyFix<BlockingRule, BlockingFix>.Leaves(Sources.Unary(statements));

    private static string Handler(string signature, string first, string second, string result) => $$"""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            {{signature}}(HelloRequest request, ServerCallContext context)
            {
                var a = {{first}};
                var b = {{second}};
                return {{result}};
            }
        }
        """;
}
