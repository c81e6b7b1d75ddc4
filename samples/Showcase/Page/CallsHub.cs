// Makes streaming calls for the page: what a browser cannot stream over gRPC-Web goes over its one WebSocket.

using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.SignalR;
using Showcase.Web.Calls;

namespace Showcase.Page;

/// <param name="host">Calls this host the way any client does.</param>
internal sealed class CallsHub(OwnChannel host) : Hub
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Refuses other sites: unlike a fetch, a browser opens a WebSocket for any of them.</summary>
    public override Task OnConnectedAsync()
    {
        var request = Context.GetHttpContext()!.Request;
        if (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority != request.Host.Value)
        {
            Context.Abort();
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes a call of any kind. Its name is <see cref="CallTunnel.Method"/>.</summary>
    public async IAsyncEnumerable<CallFrame> Call(
        CallStart start,
        IAsyncEnumerable<byte[]> requests,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, start.Service, start.Method, Bytes, Bytes);
        var options = new CallOptions(start.Metadata.ToMetadata(), start.Timeout is { } timeout ? DateTime.UtcNow + timeout : null, cancellationToken);
        using var call = host.Invoker.AsyncDuplexStreamingCall(method, host: null, options);
        var sending = SendAsync(requests, call.RequestStream, cancellationToken);
        CallEnd? end;
        while ((end = await NextAsync(call)) is null)
        {
            yield return new CallFrame(call.ResponseStream.Current, End: null);
        }

        yield return new CallFrame(Message: null, end);
        // Nobody takes requests any more; where sending failed, the status says why.
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Null when there is another response, else how the call ended.
    private static async Task<CallEnd?> NextAsync(AsyncDuplexStreamingCall<byte[], byte[]> call)
    {
        try
        {
            return await call.ResponseStream.MoveNext(CancellationToken.None) ? null : End(call.GetStatus(), call.GetTrailers());
        }
        catch (RpcException exception)
        {
            return End(exception.Status, exception.Trailers);
        }
    }

    private static CallEnd End(Status status, Metadata trailers) => new((int)status.StatusCode, status.Detail, trailers.ToPairs());

    private static async Task SendAsync(IAsyncEnumerable<byte[]> requests, IClientStreamWriter<byte[]> stream, CancellationToken cancellationToken)
    {
        await foreach (var request in requests.WithCancellation(cancellationToken))
        {
            await stream.WriteAsync(request, cancellationToken);
        }

        await stream.CompleteAsync();
    }
}
