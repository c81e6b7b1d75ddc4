using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>The request stream that a caller writes when an interceptor looks on.</summary>
internal sealed class ObservedRequestStream<T>(ClientInterceptor interceptor, ClientCall call, IClientStreamWriter<T> inner) : IClientStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        interceptor.MessageSent(call, message);
        return inner.WriteAsync(message, cancellationToken);
    }

    public Task CompleteAsync() => inner.CompleteAsync();
}
