using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class UnawaitedContinuationTests
{
    [Theory]
    [InlineData("try { return [|continuation(request, context)|]; } catch (Exception e) { throw new RpcException(new Status(StatusCode.Internal, e.Message)); }")]
    [InlineData("try { return [|continuation(request, context)|]; } finally { Console.WriteLine(\"done\"); }")]
    [InlineData("using (new MemoryStream()) { return [|continuation(request, context)|]; }")]
    [InlineData("using var scope = new MemoryStream();\nreturn [|continuation(request, context)|];")]
    [InlineData("try { return [|base.UnaryServerHandler(request, context, continuation)|]; } catch (Exception) { throw; }")]
    [InlineData("try { return context.Method == \"/a/b\" ? [|continuation(request, context)|] : throw new InvalidOperationException(); } catch (Exception) { throw; }")]
    [InlineData("try { var call = [|continuation(request, context)|]; return call; } finally { Console.WriteLine(\"done\"); }")]
    [InlineData("using var scope = new MemoryStream();\nvar call = [|continuation(request, context)|];\nConsole.WriteLine(call.Id);\nreturn call;")]
    [InlineData("try { try { return [|continuation(request, context)|]; } finally { Console.WriteLine(1); } } catch (RpcException) { throw; }")]
    public Task Reports_a_continuation_that_outlives_its_block(string body) => Verify<UnawaitedContinuationRule>.Reports(Unary("", body));

    [Theory]
    [InlineData("async", "try { return await continuation(request, context); } catch (Exception) { throw; }")]
    [InlineData("", "return continuation(request, context);")]
    [InlineData("", "var call = continuation(request, context);\ntry { Console.WriteLine(call.Id); return call; } finally { Console.WriteLine(2); }")]
    [InlineData("", "try { Console.WriteLine(\"before\"); } catch (Exception) { }\nreturn continuation(request, context);")]
    [InlineData("", "try { context.Status.ToString(); } catch (Exception) { return continuation(request, context); }\nthrow new InvalidOperationException();")]
    [InlineData("", "try { return Task.FromResult<TResponse>(null!); } catch (Exception) { throw; }")]
    [InlineData("async", "var call = continuation(request, context);\ntry { return await call; } catch (Exception) { throw; }")]
    [InlineData("", "try { return Run(() => continuation(request, context)); } catch (Exception) { throw; }\nstatic Task<TResponse> Run(Func<Task<TResponse>> call) => call();")]
    public Task Is_silent_when_the_continuation_is_awaited_or_outside(string modifier, string body) => Verify<UnawaitedContinuationRule>.Silent(Unary(modifier, body));

    [Fact]
    public Task Reports_the_streaming_handlers_too() => Verify<UnawaitedContinuationRule>.Reports("""
        public sealed class Guard : Interceptor
        {
            public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return [|continuation(requestStream, responseStream, context)|];
                }
                catch (Exception)
                {
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Is_silent_on_a_class_that_is_no_interceptor() => Verify<UnawaitedContinuationRule>.Silent("""
        public class Guard
        {
            public Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
                where TRequest : class
                where TResponse : class
            {
                try
                {
                    return continuation(request, context);
                }
                catch (Exception)
                {
                    throw;
                }
            }
        }
        """);

    [Theory]
    [InlineData("try { return [|continuation(request, context)|]; } finally { Console.WriteLine(\"ended\"); }")]
    [InlineData("try { return [|continuation(request, context)|]; } catch (RpcException) { Console.WriteLine(\"failed\"); throw; }")]
    [InlineData("using var activity = new System.Diagnostics.Activity(\"call\").Start();\nreturn [|continuation(request, context)|];")]
    public Task Reports_a_client_call_that_outlives_its_block(string body) => Verify<UnawaitedContinuationRule>.Reports(Client(body));

    [Theory]
    [InlineData("var before = System.Diagnostics.Activity.Current;\ntry { return continuation(request, context); } finally { System.Diagnostics.Activity.Current = before; }")]
    [InlineData("using var scope = new MemoryStream();\nreturn continuation(request, context);")]
    [InlineData("try { return continuation(request, context); } catch (ObjectDisposedException) { throw; }")]
    public Task Is_silent_on_a_block_about_the_start_of_a_client_call(string body) => Verify<UnawaitedContinuationRule>.Silent(Client(body));

    private static string Client(string body) => $$"""
        public sealed class Guard : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task Is_silent_on_the_client_side_where_the_call_object_is_returned() => Verify<UnawaitedContinuationRule>.Silent("""
        public sealed class Guard : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                try
                {
                    return continuation(request, context);
                }
                catch (InvalidOperationException)
                {
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Says_what_goes_wrong() => Verify<UnawaitedContinuationRule>.ReportsMessage(
        Unary("", "try { return [|continuation(request, context)|]; } finally { }"),
        "The continuation is returned without await, so the finally block runs before the call has ended");

    private static string Unary(string modifier, string body) => $$"""
        public sealed class Guard : Interceptor
        {
            public override {{modifier}} Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                {{body}}
            }
        }
        """;
}
