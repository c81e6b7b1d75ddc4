// What a test server does otherwise than a socket, and a gRPC client takes for another status.
using System.Net;
using Microsoft.AspNetCore.TestHost;

namespace GrpcSdk.Testing;

/// <summary>
/// Ends a cancelled request at once, where a test server waits for its application's answer, and lets the client's clock
/// end a call whose deadline has passed, where a test server's reset comes before it.
/// </summary>
internal sealed class SocketLikeHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hasDeadline = request.Headers.Contains("grpc-timeout");
        var sending = base.SendAsync(request, cancellationToken);
        try
        {
            var response = await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (hasDeadline)
            {
                var body = new StreamContent(new Body(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)));
                foreach (var (name, values) in response.Content.Headers)
                {
                    body.Headers.TryAddWithoutValidation(name, values);
                }

                response.Content = body;
            }

            return response;
        }
        catch (OperationCanceledException)
        {
            _ = sending.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
        catch (HttpResetTestException reset)
        {
            if (hasDeadline)
            {
                await LetDeadlinePassAsync(cancellationToken).ConfigureAwait(false);
            }

            throw new HttpRequestException(
                HttpRequestError.HttpProtocolError, reset.Message, new HttpProtocolException(reset.ErrorCode, reset.Message, reset));
        }
    }

    // Client and server have the same deadline; when the server was first, the client is a moment behind.
    private static Task LetDeadlinePassAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);

    // Nobody waits for this answer any more.
    private static void Forget(Task<HttpResponseMessage> sending)
    {
        if (sending.IsCompletedSuccessfully)
        {
            sending.Result.Dispose();
        }
        else
        {
            _ = sending.Exception;
        }
    }

    /// <summary>The body of a response that a deadline may cut.</summary>
    private sealed class Body(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                await LetDeadlinePassAsync(cancellationToken).ConfigureAwait(false);
                throw;
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
