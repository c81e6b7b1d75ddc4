// Makes streaming calls through the host's hub: both directions are live there, and all share one connection, of which a
// browser allows six.

using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.SignalR.Client;

namespace Showcase.Web.Calls;

/// <param name="connection">To the hub; started when the first call is made.</param>
internal sealed class TunnelCallInvoker(HubConnection connection) : CallInvoker
{
    private const int WaitingRequests = 16;

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        var requests = Channel.CreateBounded<byte[]>(WaitingRequests);
        var responses = new TunnelResponses<TResponse>(method.ResponseMarshaller.Deserialize, token => FramesAsync(method, options, requests.Reader, token), options.CancellationToken);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new TunnelRequests<TRequest>(requests.Writer, method.RequestMarshaller.Serialize, responses),
            responses,
            Task.FromResult(new Metadata()),
            () => responses.Status,
            () => responses.Trailers,
            responses.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        var call = AsyncDuplexStreamingCall(method, host, options);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            call.RequestStream,
            SingleAsync(call.ResponseStream),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        var call = AsyncDuplexStreamingCall(method, host, options);
        // There is room for one: this completes at once.
        call.RequestStream.WriteAsync(request);
        call.RequestStream.CompleteAsync();
        return new AsyncServerStreamingCall<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("Unary calls go over gRPC-Web.");

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("Unary calls go over gRPC-Web.");


    private async IAsyncEnumerable<CallFrame> FramesAsync(
        IMethod method,
        CallOptions options,
        ChannelReader<byte[]> requests,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (connection.State == HubConnectionState.Disconnected)
        {
            await connection.StartAsync(cancellationToken);
        }

        var start = new CallStart(method.ServiceName, method.Name, options.Headers?.ToPairs() ?? [], options.Deadline - DateTime.UtcNow);
        await foreach (var frame in connection.StreamAsync<CallFrame>(CallTunnel.Method, start, requests, cancellationToken))
        {
            yield return frame;
        }
    }

    private static async Task<TResponse> SingleAsync<TResponse>(IAsyncStreamReader<TResponse> responses)
    {
        if (!await responses.MoveNext(CancellationToken.None))
        {
            throw new RpcException(new Status(StatusCode.Internal, "The call ended without a response."));
        }

        var response = responses.Current;
        // The status comes after the response: it is an exception when it is not OK.
        await responses.MoveNext(CancellationToken.None);
        return response;
    }
}
