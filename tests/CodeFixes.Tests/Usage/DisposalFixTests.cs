using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class DisposalFixTests
{
    [Theory]
    [InlineData("// All of them.\nvar [|call|] = client.ListHellos(request);\nawait call.ResponseStream.MoveNext();", "// All of them.\nusing var call = client.ListHellos(request);\nawait call.ResponseStream.MoveNext();")]
    [InlineData("AsyncDuplexStreamingCall<HelloRequest, HelloReply> [|call|] = client.Chat();", "using AsyncDuplexStreamingCall<HelloRequest, HelloReply> call = client.Chat();")]
    public Task Disposes_a_call(string before, string after) =>
        VerifyFix<UndisposedStreamingCallRule, UndisposedStreamingCallFix>.Changes(Sources.Client(before), Sources.Client(after));

    [Fact]
    public Task Leaves_a_variable_that_is_assigned_again_alone() => VerifyFix<UndisposedStreamingCallRule, UndisposedStreamingCallFix>.Leaves(
        Sources.Client("switch (request.Name)\n{\n    case \"a\":\n        var [|call|] = client.Chat();\n        await call.RequestStream.CompleteAsync();\n        break;\n}"));

    [Fact]
    public Task Disposes_a_channel() => VerifyFix<UndisposedChannelRule, UndisposedChannelFix>.Changes(
        Sources.Program("var [|channel|] = GrpcChannel.ForAddress(args[0]);\nvar reply = await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest());"),
        Sources.Program("using var channel = GrpcChannel.ForAddress(args[0]);\nvar reply = await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest());"));

    [Fact]
    public Task Makes_a_channel_before_the_loop() => VerifyFix<ChannelPerCallRule, ChannelPerCallFix>.Changes(
        Sources.Client("// Three times.\nfor (var i = 0; i < 3; i++)\n{\n    using var channel = [|GrpcChannel.ForAddress(\"https://greeter\")|];\n    await new Greeter.GreeterClient(channel).SayHelloAsync(request);\n}"),
        Sources.Client("using var channel = GrpcChannel.ForAddress(\"https://greeter\");\n// Three times.\nfor (var i = 0; i < 3; i++)\n{\n    await new Greeter.GreeterClient(channel).SayHelloAsync(request);\n}"));

    [Fact]
    public Task Leaves_a_channel_of_a_handler_alone() => VerifyFix<ChannelPerCallRule, ChannelPerCallFix>.Leaves(
        Sources.Unary("using var channel = [|GrpcChannel.ForAddress(\"https://greeter\")|];"));

    [Fact]
    public Task Completes_a_request_stream() => VerifyFix<MissingCompleteRule, MissingCompleteFix>.Changes(
        Sources.Client("using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nvar reply = await [|call|];"),
        Sources.Client("using var call = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nawait call.RequestStream.CompleteAsync();\nvar reply = await call;"));
}
