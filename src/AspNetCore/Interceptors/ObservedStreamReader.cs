using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>The request stream that a handler reads when an interceptor looks at its messages.</summary>
internal sealed class ObservedStreamReader<T>(ServerInterceptor interceptor, ServerCall call, IAsyncStreamReader<T> inner) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    public T Current => inner.Current;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        // A message that is already buffered, and a callback that has nothing to wait for, cost no allocation.
        var next = inner.MoveNext(cancellationToken);
        if (!next.IsCompletedSuccessfully)
        {
            return ObserveWhenReadAsync(next);
        }

        if (!next.Result)
        {
            return next;
        }

        var observed = interceptor.MessageReceivedAsync(call, inner.Current);
        return observed.IsCompletedSuccessfully ? True : WhenObservedAsync(observed);
    }

    private async Task<bool> ObserveWhenReadAsync(Task<bool> next)
    {
        if (!await next)
        {
            return false;
        }

        await interceptor.MessageReceivedAsync(call, inner.Current);
        return true;
    }

    private static async Task<bool> WhenObservedAsync(ValueTask observed)
    {
        await observed;
        return true;
    }
}
