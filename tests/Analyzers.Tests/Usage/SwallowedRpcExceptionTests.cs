using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class SwallowedRpcExceptionTests
{
    [Theory]
    [InlineData("catch [|(RpcException)|] { return null; }")]
    [InlineData("catch [|(RpcException exception)|] { return default; }")]
    [InlineData("catch [|(RpcException)|] { }\nreturn null;")]
    [InlineData("catch [|(RpcException)|] { return new HelloReply(); }")]
    public Task Reports_failures_that_leave_no_trace(string clause) => Verify<SwallowedRpcExceptionRule>.Reports(Source(clause));

    [Theory]
    [InlineData("catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound) { return null; }")]
    [InlineData("catch (RpcException exception) { Console.WriteLine(exception.Status); return null; }")]
    [InlineData("catch (RpcException exception) { return exception.StatusCode == StatusCode.NotFound ? null : throw new InvalidOperationException(); }")]
    [InlineData("catch (RpcException exception) when (exception.StatusCode != StatusCode.NotFound) { throw; } catch (RpcException) { return null; }")]
    [InlineData("catch (RpcException) { throw; }")]
    [InlineData("catch (InvalidOperationException) { return null; }")]
    [InlineData("catch (RpcException) { /* Nobody needs this greeting. */ }\nreturn null;")]
    [InlineData("catch (RpcException) { await Task.Delay(1); return null; }")]
    public Task Is_silent_on_failures_that_are_named_or_told(string clause) => Verify<SwallowedRpcExceptionRule>.Silent(Source(clause));

    [Fact]
    public Task Is_silent_when_the_answer_has_the_status_of_the_failed_write() => Verify<SwallowedRpcExceptionRule>.Silent(Sources.Client("""
        using var call = client.CollectHellos();
        try
        {
            foreach (var tag in request.Tags) { await call.RequestStream.WriteAsync(request, token); }
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException) { }
        var reply = await call;
        """));

    [Theory]
    [InlineData("await call.RequestStream.CompleteAsync();\nvar reply = await call;")]
    [InlineData("var reply = await call.ResponseAsync;")]
    [InlineData("await client.SayHelloAsync(request);")]
    public Task Reports_when_the_answer_is_awaited_in_the_attempt(string statements) => Verify<SwallowedRpcExceptionRule>.Reports(Sources.Client($$"""
        using var call = client.CollectHellos();
        try
        {
            await call.RequestStream.WriteAsync(request, token);
            {{statements}}
        }
        catch [|(RpcException)|] { }
        """));

    private static string Source(string clause) => Sources.Client("", $$"""
        public async Task<HelloReply?> FindAsync(HelloRequest request)
        {
            try
            {
                return await client.SayHelloAsync(request);
            }
            {{clause}}
        }
        """);
}
