// Tester: a service under test with a fake stream, and a client that a fake invoker answers.
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.TesterStyle;

public sealed class FakeStreamWriter<T>(CancellationToken cancellationToken) : IServerStreamWriter<T>
    where T : class
{
    private readonly List<T> _written = [];

    public IReadOnlyList<T> Written => _written;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _written.Add(message);
        return Task.CompletedTask;
    }
}

public sealed class FakeInvoker(Func<object, object> answer) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => (TResponse)answer(request);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(Task.FromResult((TResponse)answer(request)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
}

public static class TesterTests
{
    public static async Task AStreamIsWrittenAsync(Greeter.GreeterBase service, ServerCallContext context)
    {
        var stream = new FakeStreamWriter<HelloReply>(context.CancellationToken);
        await service.ListHellos(new HelloRequest(), stream, context);
        if (stream.Written.Count == 0)
        {
            throw new InvalidOperationException("Nothing was written.");
        }
    }

    public static string AClientIsAnswered() => new Greeter.GreeterClient(new FakeInvoker(_ => new HelloReply { Message = "fake" })).SayHello(new HelloRequest()).Message;
}
