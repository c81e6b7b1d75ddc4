using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class PartialInterceptorFixTests
{
    [Fact]
    public Task Copies_the_code_of_a_unary_handler() => Changes(
        """
        public sealed class [|Guard|] : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return await continuation(request, context);
                }
                catch (InvalidOperationException)
                {
                    // Not now.
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }
        }
        """,
        """
        public sealed class Guard : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return await continuation(request, context);
                }
                catch (InvalidOperationException)
                {
                    // Not now.
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }

            public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    return await continuation(requestStream, context);
                }
                catch (InvalidOperationException)
                {
                    // Not now.
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }

            public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    await continuation(request, responseStream, context);
                }
                catch (InvalidOperationException)
                {
                    // Not now.
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }

            public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
            {
                try
                {
                    await continuation(requestStream, responseStream, context);
                }
                catch (InvalidOperationException)
                {
                    // Not now.
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                }
            }
        }
        """);

    [Fact]
    public Task Copies_the_code_of_a_client_call() => Changes(
        """
        public sealed class [|Token|] : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }
        }
        """,
        """
        public sealed class Token : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }

            public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }

            public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }

            public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }

            public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
            {
                var headers = new Metadata { { "authorization", "token" } };
                return continuation(new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
            }
        }
        """);

    [Fact]
    public Task Passes_through_where_the_code_needs_the_message() => Changes(
        """
        public sealed class [|Log|] : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                var response = await continuation(request, context);
                Console.WriteLine(response);
                return response;
            }
        }
        """,
        """
        public sealed class Log : Interceptor
        {
            public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            {
                var response = await continuation(request, context);
                Console.WriteLine(response);
                return response;
            }

            public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) => base.ClientStreamingServerHandler(requestStream, context, continuation);

            public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) => base.ServerStreamingServerHandler(request, responseStream, context, continuation);

            public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) => base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation);
        }
        """);

    private static Task Changes(string before, string after) => VerifyFix<PartialInterceptorRule, PartialInterceptorFix>.Changes(before, after);
}
