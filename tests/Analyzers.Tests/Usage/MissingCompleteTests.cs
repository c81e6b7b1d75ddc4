using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class MissingCompleteTests
{
    [Theory]
    [InlineData("using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nvar reply = await [|call|];")]
    [InlineData("using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nvar reply = await [|call.ResponseAsync|];")]
    [InlineData("using var call = client.Chat();\nawait call.RequestStream.WriteAsync(request);\nawait foreach (var reply in [|call.ResponseStream|].ReadAllAsync()) { Console.WriteLine(reply); }")]
    public Task Reports_a_stream_that_never_ends(string statements) => Verify<MissingCompleteRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nawait call.RequestStream.CompleteAsync();\nvar reply = await call;")]
    [InlineData("using var call = client.CollectHellos();\nvar writer = call.RequestStream;\nawait writer.WriteAsync(request);\nawait writer.CompleteAsync();\nvar reply = await call;")]
    [InlineData("using var call = client.CollectHellos();\nawait SendAsync(call.RequestStream);\nvar reply = await call;\nstatic Task SendAsync(IClientStreamWriter<HelloRequest> stream) => stream.CompleteAsync();")]
    [InlineData("using var call = client.Chat();\nawait call.RequestStream.WriteAsync(request);\nawait foreach (var reply in call.ResponseStream.ReadAllAsync()) { break; }")]
    [InlineData("using var call = client.Chat();\nawait call.RequestStream.WriteAsync(request);\nawait foreach (var reply in call.ResponseStream.ReadAllAsync()) { await call.RequestStream.WriteAsync(request); }")]
    [InlineData("using var call = client.Chat();\nvar reading = Task.Run(async () => { await foreach (var reply in call.ResponseStream.ReadAllAsync()) { } });\nawait call.RequestStream.WriteAsync(request);\nawait call.RequestStream.CompleteAsync();\nawait reading;")]
    [InlineData("var reply = await client.SayHelloAsync(request);")]
    public Task Is_silent_when_the_stream_is_completed_or_the_answers_are_not_awaited_to_the_end(string statements) => Verify<MissingCompleteRule>.Silent(Sources.Client(statements));
}
