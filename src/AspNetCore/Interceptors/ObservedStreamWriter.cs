using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>The response stream that a handler writes when an interceptor looks at its messages.</summary>
internal sealed class ObservedStreamWriter<T>(ServerInterceptor interceptor, ServerCall call, IServerStreamWriter<T> inner) : IServerStreamWriter<T>
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
        var observed = interceptor.MessageSentAsync(call, message);
        return observed.IsCompletedSuccessfully
            ? inner.WriteAsync(message, cancellationToken)
            : WriteWhenObservedAsync(observed, message, cancellationToken);
    }

    private async Task WriteWhenObservedAsync(ValueTask observed, T message, CancellationToken cancellationToken)
    {
        await observed;
        await inner.WriteAsync(message, cancellationToken);
    }
}
