using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class PartialInterceptorTests
{
    private const string Unary = "public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) => continuation(request, context);";
    private const string ClientStreaming = "public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) => continuation(requestStream, context);";
    private const string ServerStreaming = "public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) => continuation(request, responseStream, context);";
    private const string Duplex = "public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) => continuation(requestStream, responseStream, context);";
    private const string AsyncUnary = "public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, context);";

    [Fact]
    public Task Reports_a_server_interceptor_of_unary_calls_only() => Verify<PartialInterceptorRule>.ReportsMessage(
        $$"""
        public sealed class [|Guard|] : Interceptor
        {
            {{Unary}}
        }
        """,
        "'Guard' intercepts unary calls but not ClientStreamingServerHandler, ServerStreamingServerHandler, DuplexStreamingServerHandler: these calls bypass it");

    [Fact]
    public Task Reports_a_client_interceptor_of_asynchronous_unary_calls_only() => Verify<PartialInterceptorRule>.ReportsMessage(
        $$"""
        public sealed class [|Guard|] : Interceptor
        {
            {{AsyncUnary}}
        }
        """,
        "'Guard' intercepts unary calls but not BlockingUnaryCall, AsyncClientStreamingCall, AsyncServerStreamingCall, AsyncDuplexStreamingCall: these calls bypass it");

    private const string ClientStreams = """
        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(context);
        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, context);
        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(context);
        """;

    /// <summary>A blocking call bypasses it where there is one, or where others use the interceptor of a library.</summary>
    [Theory]
    [InlineData("internal", "client.SayHello(request);", true)]
    [InlineData("internal", "await client.SayHelloAsync(request);", false)]
    [InlineData("internal", "using var call = client.ListHellos(request);", false)]
    [InlineData("public", "await client.SayHelloAsync(request);", true)]
    public Task Reports_a_missing_blocking_form_where_a_blocking_call_can_come(string accessibility, string statements, bool isReported)
    {
        var source = $$"""
            {{accessibility}} sealed class {{(isReported ? "[|Guard|]" : "Guard")}} : Interceptor
            {
                {{AsyncUnary}}
                {{ClientStreams}}
            }

            {{Sources.Client(statements)}}
            """;
        return isReported ? Verify<PartialInterceptorRule>.Reports(source) : Verify<PartialInterceptorRule>.Silent(source);
    }

    [Fact]
    public Task Is_silent_on_a_missing_blocking_form_in_a_program_without_blocking_calls() => Verify<PartialInterceptorRule>.Silent(Sources.Program(
        "await builder.Build().RunAsync();",
        $$"""
        public sealed class Guard : Interceptor
        {
            {{AsyncUnary}}
            {{ClientStreams}}
        }
        """));

    [Fact]
    public Task Reports_the_one_kind_that_is_missing() => Verify<PartialInterceptorRule>.ReportsMessage(
        $$"""
        public abstract class Base : Interceptor
        {
            {{Unary}}
            {{ClientStreaming}}
        }

        public sealed class [|Guard|] : Base
        {
            {{ServerStreaming}}
        }
        """,
        "'Guard' intercepts unary calls but not DuplexStreamingServerHandler: these calls bypass it");

    [Theory]
    [InlineData(Unary + ClientStreaming + ServerStreaming + Duplex)]
    [InlineData(Duplex)]
    [InlineData(ServerStreaming + ClientStreaming)]
    [InlineData("")]
    [InlineData("public Task UnaryServerHandler(string other) => Task.CompletedTask;")]
    public Task Is_silent_on_an_interceptor_of_all_kinds_or_of_streams_alone(string members) => Verify<PartialInterceptorRule>.Silent($$"""
        public sealed class Guard : Interceptor
        {
            {{members}}
        }
        """);

    [Fact]
    public Task Is_silent_on_an_abstract_base_that_another_class_completes() => Verify<PartialInterceptorRule>.Silent($$"""
        public abstract class Base : Interceptor
        {
            {{Unary}}
        }

        public sealed class Guard : Base
        {
            {{ClientStreaming}}
            {{ServerStreaming}}
            {{Duplex}}
        }
        """);
}
