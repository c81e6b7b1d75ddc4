using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class MessageChangedAfterSendTests
{
    [Theory]
    [InlineData("var call = client.SayHelloAsync(request);\n[|request.Name = \"b\"|];\nawait call;")]
    [InlineData("var write = stream.RequestStream.WriteAsync(request);\n[|request.Tags.Add(\"b\")|];\nawait write;")]
    [InlineData("var writes = new List<Task>();\nwrites.Add(stream.RequestStream.WriteAsync(request));\n[|request.Nested.Message = \"b\"|];\nawait Task.WhenAll(writes);")]
    [InlineData("using var call = client.ListHellos(request);\n[|request.Name += \"b\"|];\nawait call.ResponseStream.MoveNext();")]
    public Task Reports_a_change_before_the_message_is_gone(string statements) => Verify<MessageChangedAfterSendRule>.Reports(Source(statements));

    [Theory]
    [InlineData("await client.SayHelloAsync(request);\nrequest.Name = \"b\";")]
    [InlineData("var call = client.SayHelloAsync(request);\nawait call;\nrequest.Name = \"b\";")]
    [InlineData("var call = client.SayHelloAsync(request.Clone());\nrequest.Name = \"b\";\nawait call;")]
    [InlineData("var call = client.SayHelloAsync(request);\nrequest = new HelloRequest();\nrequest.Name = \"b\";\nawait call;")]
    [InlineData("client.SayHello(request);\nrequest.Name = \"b\";")]
    [InlineData("var other = new HelloRequest();\nvar call = client.SayHelloAsync(request);\nother.Name = \"b\";\nawait call;")]
    [InlineData("var write = stream.RequestStream.WriteAsync(request);\nwrite.Wait();\nrequest.Name = \"b\";")]
    public Task Is_silent_on_a_change_after_the_wait_or_of_another_message(string statements) => Verify<MessageChangedAfterSendRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Client("using var stream = client.Chat();\n" + statements);
}
