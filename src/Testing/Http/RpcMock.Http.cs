// Answers an HTTP request through a live call: the handler is the call's client.
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

public abstract partial class RpcMock<TRequest, TResponse>
{
    internal override async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CallDetails details, CancellationToken cancellationToken)
    {
        var body = new Pipe();
        var encoding = request.Headers.TryGetValues("grpc-encoding", out var values) ? values.First() : null;
        var copying = CopyAsync(request.Content!, body, cancellationToken);

        TRequest? single = null;
        if (Kind is MethodType.Unary or MethodType.ServerStreaming)
        {
            var reading = GrpcFrames.ReadAsync<TRequest>(body.Reader, encoding, cancellationToken);
            await copying.ConfigureAwait(false);
            single = await reading.ConfigureAwait(false);
            if (single is null)
            {
                return GrpcHttpResponse.TrailersOnly(request, new Status(StatusCode.Internal, "Incomplete message."), []);
            }
        }

        var live = StartLive(details, single);
        if (live.RequestStream is { } requests)
        {
            _ = copying.ContinueWith(static task => task.Exception, TaskScheduler.Default);
            _ = ForwardAsync(body.Reader, encoding, requests, live, cancellationToken);
        }

        return await RespondAsync(request, live, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> RespondAsync(HttpRequestMessage request, LiveCall<TRequest, TResponse> live, CancellationToken cancellationToken)
    {
        Metadata headers;
        try
        {
            headers = await live.HeadersAsync.ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            // A deadline that passes on the mock's clock; who canceled is not interested in an answer.
            cancellationToken.ThrowIfCancellationRequested();
            return GrpcHttpResponse.TrailersOnly(request, exception.Status, []);
        }

        if (live.IsTrailersOnly)
        {
            return GrpcHttpResponse.TrailersOnly(request, live.StatusOrNull!.Value, live.GetTrailers());
        }

        var body = new Pipe();
        var response = GrpcHttpResponse.Start(request, headers, new ResponseContent(body.Reader.AsStream(), live));
        _ = PumpAsync(response, live, body.Writer);
        return response;
    }

    private static async Task PumpAsync(HttpResponseMessage response, LiveCall<TRequest, TResponse> live, PipeWriter body)
    {
        try
        {
            if (live.ResponseStream is { } stream)
            {
                while (await stream.MoveNext(CancellationToken.None).ConfigureAwait(false))
                {
                    GrpcFrames.Write(body, stream.Current);
                    await body.FlushAsync().ConfigureAwait(false);
                }
            }
            else
            {
                GrpcFrames.Write(body, await live.ResponseAsync.ConfigureAwait(false));
            }

            GrpcHttpResponse.End(response, live.StatusOrNull!.Value, live.GetTrailers());
        }
        catch (RpcException exception)
        {
            GrpcHttpResponse.End(response, exception.Status, exception.Trailers);
        }
        catch (Exception exception)
        {
            // What is no status breaks the connection.
            await body.CompleteAsync(exception).ConfigureAwait(false);
            return;
        }

        await body.CompleteAsync().ConfigureAwait(false);
    }

    private static async Task CopyAsync(HttpContent content, Pipe body, CancellationToken cancellationToken)
    {
        try
        {
            await content.CopyToAsync(body.Writer.AsStream(leaveOpen: true), cancellationToken).ConfigureAwait(false);
            await body.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The client has ended the call. The writer stays open: a write that is still on its way must not trip over it.
            body.Reader.CancelPendingRead();
            throw;
        }
    }

    private static async Task ForwardAsync(PipeReader body, string? encoding, RequestWriter<TRequest, TResponse> requests, LiveCall<TRequest, TResponse> live, CancellationToken cancellationToken)
    {
        try
        {
            while (await GrpcFrames.ReadAsync<TRequest>(body, encoding, cancellationToken).ConfigureAwait(false) is { } message)
            {
                await requests.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            }

            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception) when (live.StatusOrNull is not null)
        {
            // The call was over before its requests were.
        }
        catch (Exception)
        {
            live.Abort(Statuses.CanceledByClient(cancellationToken));
        }
        finally
        {
            await body.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A response body; the channel disposes it when the caller cancels or disposes the call.</summary>
    private sealed class ResponseContent(Stream body, LiveCall<TRequest, TResponse> live) : StreamContent(body)
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                live.Abort(Statuses.CanceledByClient(CancellationToken.None));
            }

            base.Dispose(disposing);
        }
    }
}
