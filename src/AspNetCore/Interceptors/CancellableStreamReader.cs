using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>The request stream of a handler that may read without a token: the end of the call ends the read all the same.</summary>
internal sealed class CancellableStreamReader<T>(ServerCallContext context, IAsyncStreamReader<T> inner) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public Task<bool> MoveNext(CancellationToken cancellationToken) =>
        inner.MoveNext(cancellationToken.CanBeCanceled ? cancellationToken : context.CancellationToken);
}
