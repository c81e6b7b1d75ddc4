// Records real traffic to a file that a mock can replay.
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcSdk.Testing;

/// <summary>
/// A client interceptor that writes each call to a file, one line of JSON a call, for <see cref="GrpcMock.Replay"/>:
/// <c>using var recorder = new RpcRecorder("users.jsonl"); var client = new UserServiceClient(channel.Intercept(recorder));</c>.
/// Request headers are not written: they carry credentials, and a replay does not need them.
/// </summary>
public sealed class RpcRecorder : Interceptor, IDisposable
{
    private readonly object _gate = new();
    private readonly StreamWriter _file;
    private int _calls;
    private bool _isDisposed;

    /// <summary>Starts a recording; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    public RpcRecorder(string path) => _file = new StreamWriter(path, append: false);

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var recording = Begin(context);
        recording.Request(request);
        try
        {
            var response = continuation(request, context);
            recording.Response(response);
            recording.End(Status.DefaultSuccess, []);
            return response;
        }
        catch (RpcException exception)
        {
            recording.End(exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var recording = Begin(context);
        recording.Request(request);
        var call = continuation(request, context);
        return new AsyncUnaryCall<TResponse>(
            RespondAsync(call.ResponseAsync, call.ResponseHeadersAsync, call.GetTrailers, recording),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            call.Dispose);
    }

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var recording = Begin(context);
        recording.Request(request);
        var call = continuation(request, context);
        return new AsyncServerStreamingCall<TResponse>(
            new RecordingReader<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetTrailers, recording),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            () => Dispose(call, recording));
    }

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var recording = Begin(context);
        var call = continuation(context);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            new RecordingWriter<TRequest>(call.RequestStream, recording),
            RespondAsync(call.ResponseAsync, call.ResponseHeadersAsync, call.GetTrailers, recording),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            () => Dispose(call, recording));
    }

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var recording = Begin(context);
        var call = continuation(context);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new RecordingWriter<TRequest>(call.RequestStream, recording),
            new RecordingReader<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetTrailers, recording),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            () => Dispose(call, recording));
    }

    /// <summary>Closes the file. Calls that end later are not recorded.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    internal void Write(RecordedCall call)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _file.WriteLine(call.ToJson());
                _file.Flush();
            }
        }
    }

    private CallRecording Begin<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        new(this, Interlocked.Increment(ref _calls), context.Method.FullName);

    private static void Dispose(IDisposable call, CallRecording recording)
    {
        recording.End(Statuses.Disposed, []);
        call.Dispose();
    }

    private static async Task<TResponse> RespondAsync<TResponse>(Task<TResponse> response, Task<Metadata> headers, Func<Metadata> trailers, CallRecording recording)
        where TResponse : class
    {
        try
        {
            var message = await response.ConfigureAwait(false);
            recording.Headers(headers);
            recording.Response(message);
            recording.End(Status.DefaultSuccess, trailers());
            return message;
        }
        catch (RpcException exception)
        {
            recording.End(exception);
            throw;
        }
    }
}
