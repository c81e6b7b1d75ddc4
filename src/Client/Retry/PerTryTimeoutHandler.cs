using System.Net.Sockets;

namespace GrpcSdk.Client;

/// <summary>
/// Gives each try of a unary call its own time until response headers arrive. Interceptors stand above retries and see
/// only the whole call; a message handler sees each try.
/// </summary>
internal sealed class PerTryTimeoutHandler(PerTryTimeout tries, TimeSpan timeout, TimeProvider time) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        tries.AppliesTo(request) ? TryAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var expiry = time.CancelAfter(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return await base.SendAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // gRPC reads a failed connection as UNAVAILABLE, which is what retries are for.
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"The server sent no response headers within {timeout.TotalMilliseconds} ms.",
                new SocketException((int)SocketError.TimedOut));
        }
    }
}
