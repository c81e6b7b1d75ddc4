using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class WriteAfterCompleteTests
{
    [Theory]
    [InlineData("await call.RequestStream.CompleteAsync();\nawait [|call.RequestStream.WriteAsync(request)|];")]
    [InlineData("await call.RequestStream.CompleteAsync();\nforeach (var name in names) { await [|call.RequestStream.WriteAsync(request)|]; }")]
    [InlineData("var stream = call.RequestStream;\nawait stream.CompleteAsync();\nif (names.Length > 0) { await [|stream.WriteAsync(request, token)|]; }")]
    public Task Reports_a_write_to_a_completed_stream(string statements) => Verify<WriteAfterCompleteRule>.Reports(Source(statements));

    [Theory]
    [InlineData("await call.RequestStream.WriteAsync(request);\nawait call.RequestStream.CompleteAsync();")]
    [InlineData("if (names.Length == 0) { await call.RequestStream.CompleteAsync(); return; }\nawait call.RequestStream.WriteAsync(request);")]
    [InlineData("await call.RequestStream.CompleteAsync();\nawait other.RequestStream.WriteAsync(request);")]
    [InlineData("var stream = call.RequestStream;\nawait stream.CompleteAsync();\nstream = other.RequestStream;\nawait stream.WriteAsync(request);")]
    [InlineData("await call.RequestStream.CompleteAsync();\nvar channel = Channel.CreateUnbounded<HelloRequest>();\nawait channel.Writer.WriteAsync(request);")]
    [InlineData("await call.RequestStream.CompleteAsync();\nFunc<Task> later = () => call.RequestStream.WriteAsync(request);")]
    public Task Is_silent_on_writes_that_come_first_or_go_elsewhere(string statements) => Verify<WriteAfterCompleteRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Client("using var call = client.Chat();\nusing var other = client.Chat();\nvar names = new[] { \"a\" };\n" + statements);
}
