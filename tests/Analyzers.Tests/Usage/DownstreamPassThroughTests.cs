using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class DownstreamPassThroughTests
{
    [Theory]
    [InlineData("await [|catalog.FindAsync(request)|];")]
    [InlineData("var found = await [|catalog.FindAsync(request, cancellationToken: context.CancellationToken)|].ConfigureAwait(false);")]
    [InlineData("[|catalog.Find(request)|];")]
    [InlineData("try { await [|catalog.FindAsync(request)|]; } catch (InvalidOperationException) { }")]
    [InlineData("try { await Task.Yield(); } catch (RpcException) { await [|catalog.FindAsync(request)|]; }")]
    public Task Reports_a_dependency_whose_status_escapes(string statements) => Verify<DownstreamPassThroughRule>.Reports(Sources.Unary(statements));

    [Theory]
    [InlineData("try { await catalog.FindAsync(request); } catch (RpcException e) when (e.StatusCode == StatusCode.NotFound) { }")]
    [InlineData("try { if (request.Name == \"a\") { await catalog.FindAsync(request); } } catch (Exception) { throw; }")]
    [InlineData("try { await catalog.FindAsync(request); } catch { throw new RpcException(new Status(StatusCode.Unavailable, \"The catalog is not available.\")); }")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("var a = catalog.FindAsync(request).ResponseAsync;\nvar b = catalog.FindAsync(request).ResponseAsync;\nConsole.WriteLine((await Task.WhenAny(a, b)).Result);")]
    [InlineData("using var call = catalog.FindAsync(request);\nConsole.WriteLine(call.GetStatus());")]
    public Task Is_silent_when_the_failure_is_caught(string statements) => Verify<DownstreamPassThroughRule>.Silent(Sources.Unary(statements));

    [Fact]
    public Task Is_silent_outside_of_handlers() => Verify<DownstreamPassThroughRule>.Silent(Sources.Client("await client.SayHelloAsync(request);"));

    [Fact]
    public Task Is_silent_when_an_interceptor_maps_failures() => Verify<DownstreamPassThroughRule>.Silent(Sources.Unary("await catalog.FindAsync(request);") + """

        public sealed class Mapper : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return await continuation(request, context);
                }
                catch (RpcException)
                {
                    throw new RpcException(new Status(StatusCode.Internal, "A dependency failed."));
                }
            }
        }
        """);
}
