using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class UnawaitedContinuationFixTests
{
    [Fact]
    public Task Awaits_every_return_of_a_unary_handler() => VerifyFix<UnawaitedContinuationRule, UnawaitedContinuationFix>.Changes(
        """
        public sealed class Guard : Interceptor
        {
            public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                if (context.Method.Length == 0)
                {
                    return Task.FromResult<TResponse>(null!);
                }

                try
                {
                    // The call.
                    return [|continuation(request, context)|];
                }
                catch (InvalidOperationException)
                {
                    return continuation(request, context); // again
                }
            }
        }
        """,
        """
        public sealed class Guard : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                if (context.Method.Length == 0)
                {
                    return null!;
                }

                try
                {
                    // The call.
                    return await continuation(request, context);
                }
                catch (InvalidOperationException)
                {
                    return await continuation(request, context); // again
                }
            }
        }
        """);

    [Fact]
    public Task Keeps_leaving_a_streaming_handler_where_it_left() => VerifyFix<UnawaitedContinuationRule, UnawaitedContinuationFix>.Changes(
        """
        public sealed class Guard : Interceptor
        {
            public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
            {
                if (context.Method.Length == 0)
                {
                    return Task.CompletedTask;
                }

                try
                {
                    if (context.Method.Length == 1) return [|continuation(request, responseStream, context)|];
                    Console.WriteLine();
                    return [|continuation(request, responseStream, context)|];
                }
                finally
                {
                    Console.WriteLine("done");
                }
            }
        }
        """,
        """
        public sealed class Guard : Interceptor
        {
            public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
            {
                if (context.Method.Length == 0)
                {
                    return;
                }

                try
                {
                    if (context.Method.Length == 1)
                    {
                        await continuation(request, responseStream, context);
                        return;
                    }

                    Console.WriteLine();
                    await continuation(request, responseStream, context);
                }
                finally
                {
                    Console.WriteLine("done");
                }
            }
        }
        """);
}
