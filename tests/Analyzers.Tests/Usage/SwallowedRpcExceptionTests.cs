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
    [InlineData("catch (RpcException) { await Task.Delay(1); return null; }")]
    public Task Is_silent_on_failures_that_are_named_or_told(string clause) => Verify<SwallowedRpcExceptionRule>.Silent(Source(clause));

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
