using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>The response stream that a caller reads when an interceptor looks on.</summary>
internal sealed class ObservedResponseStream<T>(ClientInterceptor interceptor, ClientCall call, IAsyncStreamReader<T> inner) : IAsyncStreamReader<T>
    where T : class
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        bool moved;
        try
        {
            moved = await inner.MoveNext(cancellationToken).ConfigureAwait(false);
            if (moved)
            {
                interceptor.MessageReceived(call, inner.Current);
            }
        }
        catch (Exception error)
        {
            interceptor.End(call, error);
            throw;
        }

        if (!moved)
        {
            interceptor.End(call, error: null);
        }

        return moved;
    }
}
