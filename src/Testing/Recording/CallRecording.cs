// A call that is being recorded, and the streams that tell it what they see.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Collects the events of one call and writes its line when it ends.</summary>
internal sealed class CallRecording(RpcRecorder recorder, int number, string method)
{
    // What a transport adds, and what carries credentials.
    private static readonly HashSet<string> LeftOut = ["date", "server", "content-type", "content-length", "set-cookie", "authorization", "alt-svc", "grpc-encoding", "grpc-accept-encoding"];

    private readonly object _gate = new();
    private readonly List<(RecordedEvent Kind, RecordedMessage? Message)> _events = [];
    private Metadata _headers = [];
    private bool _hasEnded;

    public void Request<T>(T message)
        where T : class => Add(RecordedEvent.Request, RecordedMessage.From(message));

    public void RequestsCompleted() => Add(RecordedEvent.RequestsCompleted, null);

    public void Response<T>(T message)
        where T : class => Add(RecordedEvent.Response, RecordedMessage.From(message));

    /// <summary>Takes the response headers, which are there as soon as there is a response.</summary>
    public void Headers(Task<Metadata> headers)
    {
        if (headers.IsCompletedSuccessfully)
        {
            lock (_gate)
            {
                _headers = Clean(headers.Result);
            }
        }
    }

    public void End(RpcException exception) => End(exception.Status, exception.Trailers);

    /// <summary>Writes the line; the first end counts.</summary>
    public void End(Status status, Metadata trailers)
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                recorder.Write(new RecordedCall(0, number, method, _events, _headers, Clean(trailers), status));
            }
        }
    }

    private void Add(RecordedEvent kind, RecordedMessage? message)
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                _events.Add((kind, message));
            }
        }
    }

    private static Metadata Clean(Metadata metadata)
    {
        var clean = new Metadata();
        foreach (var entry in metadata.Where(entry => !LeftOut.Contains(entry.Key)))
        {
            clean.Add(entry);
        }

        return clean;
    }
}

/// <summary>Requests on their way out.</summary>
internal sealed class RecordingWriter<T>(IClientStreamWriter<T> inner, CallRecording recording) : IClientStreamWriter<T>
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
        if (message is not null)
        {
            recording.Request(message);
        }

        return inner.WriteAsync(message!, cancellationToken);
    }

    public Task CompleteAsync()
    {
        recording.RequestsCompleted();
        return inner.CompleteAsync();
    }
}

/// <summary>Responses on their way in.</summary>
internal sealed class RecordingReader<T>(IAsyncStreamReader<T> inner, Task<Metadata> headers, Func<Metadata> trailers, CallRecording recording) : IAsyncStreamReader<T>
    where T : class
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            if (await inner.MoveNext(cancellationToken).ConfigureAwait(false))
            {
                recording.Headers(headers);
                recording.Response(inner.Current);
                return true;
            }

            recording.End(Status.DefaultSuccess, trailers());
            return false;
        }
        catch (RpcException exception)
        {
            recording.End(exception);
            throw;
        }
    }
}
