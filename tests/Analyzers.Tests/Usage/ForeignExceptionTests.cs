using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ForeignExceptionTests
{
    [Theory]
    [InlineData("if (request.Name == \"\") { throw [|new ArgumentException(\"No name.\")|]; }")]
    [InlineData("var name = request.Nested ?? throw [|new InvalidOperationException()|];")]
    [InlineData("try { await Task.Yield(); } catch (Exception e) { throw [|new InvalidOperationException(\"Failed.\", e)|]; }")]
    public Task Reports_an_exception_that_becomes_UNKNOWN(string statements) => Verify<ForeignExceptionRule>.Reports(Sources.Unary(statements));

    [Theory]
    [InlineData("throw new RpcException(new Status(StatusCode.NotFound, \"No such order.\"));")]
    [InlineData("try { throw new ArgumentException(\"No name.\"); } catch (ArgumentException) { }")]
    [InlineData("throw new OperationCanceledException();")]
    [InlineData("try { await Task.Yield(); } catch (Exception) { throw; }")]
    [InlineData("await Task.Yield();", "private static void Check() => throw new InvalidOperationException();")]
    public Task Is_silent_on_RpcException_and_on_what_is_caught(string statements, string members = "") =>
        Verify<ForeignExceptionRule>.Silent("#pragma warning disable CS0162\n" + Sources.Unary(statements, members));

    [Fact]
    public Task Is_silent_when_an_interceptor_maps_exceptions() => Verify<ForeignExceptionRule>.Silent(Sources.Unary("throw new InvalidOperationException();") + """

        public sealed class Mapper : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return await continuation(request, context);
                }
                catch (InvalidOperationException)
                {
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }
        }
        """);
}
