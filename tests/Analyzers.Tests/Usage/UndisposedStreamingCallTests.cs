using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class UndisposedStreamingCallTests
{
    [Theory]
    [InlineData("var [|call|] = client.ListHellos(request);\nawait foreach (var reply in call.ResponseStream.ReadAllAsync()) { break; }")]
    [InlineData("var [|call|] = client.CollectHellos();\nawait call.RequestStream.WriteAsync(request);\nawait call.RequestStream.CompleteAsync();\nvar reply = await call;")]
    [InlineData("AsyncDuplexStreamingCall<HelloRequest, HelloReply> [|call|] = client.Chat();\nvar reading = Task.Run(async () => { await foreach (var reply in call.ResponseStream.ReadAllAsync()) { } });\nawait reading;")]
    [InlineData("var [|call|] = client.ListHellos(request);\nvar stream = call.ResponseStream;\nawait stream.MoveNext();")]
    [InlineData("var [|call|] = request.Name == \"\" ? client.ListHellos(request) : client.ListHellos(new HelloRequest());\nawait call.ResponseStream.MoveNext();")]
    [InlineData("var [|call|] = request.Name switch { \"\" => client.ListHellos(request), _ => client.ListHellos(request, deadline: DateTime.UtcNow) };\nawait call.ResponseStream.MoveNext();")]
    public Task Reports_a_call_that_is_left_behind(string statements) => Verify<UndisposedStreamingCallRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("using var call = client.ListHellos(request);\nawait call.ResponseStream.MoveNext();")]
    [InlineData("using (var call = client.Chat()) { await call.RequestStream.CompleteAsync(); }")]
    [InlineData("var call = client.Chat();\nusing (call) { await call.RequestStream.CompleteAsync(); }")]
    [InlineData("var call = client.Chat();\ntry { await call.RequestStream.CompleteAsync(); } finally { call.Dispose(); }")]
    [InlineData("var call = client.Chat();\nKeep(call);\nvoid Keep(IDisposable owned) { }")]
    [InlineData("var calls = new List<IDisposable>();\nvar call = client.Chat();\ncalls.Add(call);")]
    [InlineData("var call = client.SayHelloAsync(request);\nawait call;")]
    [InlineData("var call = client.Chat();\nAction stop = () => call.RequestStream.CompleteAsync();")]
    [InlineData("var call = client.Chat();\ntoken.Register(() => call.RequestStream.CompleteAsync());")]
    [InlineData("var call = client.Chat();\n_ = Task.Run(async () => await call.ResponseStream.MoveNext());")]
    public Task Is_silent_on_a_call_that_is_disposed_or_handed_on(string statements) => Verify<UndisposedStreamingCallRule>.Silent(Sources.Client(statements));

    [Theory]
    [InlineData("public AsyncServerStreamingCall<HelloReply> Open(HelloRequest request) { var call = client.ListHellos(request); return call; }")]
    [InlineData("public (IDisposable, IAsyncStreamReader<HelloReply>) Open(HelloRequest request) { var call = client.ListHellos(request); return (call, call.ResponseStream); }")]
    [InlineData("public AsyncServerStreamingCall<HelloReply> Open(HelloRequest request, bool other) { var call = other ? client.ListHellos(request) : client.ListHellos(new HelloRequest()); return call; }")]
    [InlineData("public AsyncServerStreamingCall<HelloReply> Wrap(HelloRequest request) { var call = client.ListHellos(request); return new AsyncServerStreamingCall<HelloReply>(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose); }")]
    public Task Is_silent_on_a_call_that_leaves_the_method(string member) => Verify<UndisposedStreamingCallRule>.Silent(Sources.Client("", member));

    [Theory]
    [InlineData("public IAsyncEnumerable<HelloReply> Read(HelloRequest request) { var [|call|] = client.ListHellos(request); return call.ResponseStream.ReadAllAsync(); }")]
    [InlineData("public IAsyncStreamReader<HelloReply> Read(HelloRequest request) { var [|call|] = client.ListHellos(request); return call.ResponseStream; }")]
    [InlineData("private IAsyncStreamReader<HelloReply>? _stream;\npublic void Read(HelloRequest request) { var [|call|] = client.ListHellos(request); _stream = call.ResponseStream; }")]
    public Task Reports_a_call_of_which_only_a_stream_leaves_the_method(string member) => Verify<UndisposedStreamingCallRule>.Reports(Sources.Client("", member));

    [Fact]
    public Task Is_silent_on_a_call_that_an_interceptor_wraps() => Verify<UndisposedStreamingCallRule>.Silent("""
        public sealed class Wrapper : Interceptor
        {
            public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
            {
                var call = continuation(request, context);
                return new AsyncServerStreamingCall<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
            }
        }
        """);
}
