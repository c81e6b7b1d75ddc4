// Answers calls as a recording says, and says where they differ from it.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>A recording in use. Thread-safe.</summary>
internal sealed class Replay
{
    private readonly object _gate = new();
    private readonly GrpcMock _mock;
    private readonly ReplayMode _mode;
    private readonly string _file;
    private readonly IReadOnlyList<RecordedCall> _calls;
    private readonly HashSet<RecordedCall> _played = new(ReferenceEqualityComparer.Instance);
    private int _next;

    private Replay(GrpcMock mock, ReplayMode mode, string file, IReadOnlyList<RecordedCall> calls) =>
        (_mock, _mode, _file, _calls) = (mock, mode, file, calls);

    public static Replay Load(GrpcMock mock, string path, ReplayMode mode)
    {
        var file = Path.GetFileName(path);
        var calls = new List<RecordedCall>();
        foreach (var (text, index) in File.ReadLines(path).Select((text, index) => (text, index)).Where(l => l.text.Length > 0))
        {
            try
            {
                calls.Add(RecordedCall.Parse(text, index + 1));
            }
            catch (FormatException exception)
            {
                throw new GrpcMockException($"{file}({index + 1}) is no recorded call: {exception.Message} Record the file again with RpcRecorder.", exception);
            }
        }

        // Lines are written when calls end; a replay follows the order in which they began.
        var own = calls.Where(call => call.Method.StartsWith($"/{mock.Service}/", StringComparison.Ordinal)).OrderBy(call => call.Number).ToList();
        return own.Count > 0
            ? new Replay(mock, mode, file, own)
            : throw new GrpcMockException($"{file} has no call of {mock.Service}; it has {string.Join(", ", calls.Select(c => c.Method).Distinct().DefaultIfEmpty("no call at all"))}.");
    }

    /// <summary>The answer to a call; null when the mode is lenient and nothing recorded fits.</summary>
    /// <exception cref="GrpcMockException">The call differs from the recording.</exception>
    public Answer<TRequest, TResponse>? Answer<TRequest, TResponse>(RpcCall<TRequest, TResponse> call)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var recorded = _mode == ReplayMode.Strict ? TakeNext(call) : Find(call);
        return recorded is null ? null : new(call.Rpc, server => PlayAsync(recorded, server));
    }

    /// <summary>What a strict replay still expects.</summary>
    public IEnumerable<string> Unplayed()
    {
        lock (_gate)
        {
            return _mode == ReplayMode.Strict
                ? [.. _calls.Skip(_next).Select(call => $"The recorded call {Place(call)} was never made.")]
                : [];
        }
    }

    private RecordedCall TakeNext<TRequest, TResponse>(RpcCall<TRequest, TResponse> call)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        RecordedCall? recorded;
        lock (_gate)
        {
            recorded = _next < _calls.Count ? _calls[_next++] : null;
        }

        if (recorded is null)
        {
            throw Differs($"The recording {_file} has ended after {_calls.Count} calls, but there was another: {CallText.Of(call)}.");
        }

        if (recorded.Method != call.Rpc.FullName)
        {
            throw Differs($"The call differs from {Place(recorded)}: expected {recorded.Method}, was {call.Rpc.FullName}.");
        }

        if (call.RequestsCompleted)
        {
            Compare(recorded, recorded.Requests.First(), call.Request, "request");
        }

        return recorded;
    }

    private RecordedCall? Find<TRequest, TResponse>(RpcCall<TRequest, TResponse> call)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        // The requests of a stream are not known yet: its calls are taken in their order.
        var fitting = _calls.Where(recorded =>
            recorded.Method == call.Rpc.FullName
            && (!call.RequestsCompleted || recorded.Requests.First().To<TRequest>().Equals(call.Request)));
        lock (_gate)
        {
            var recorded = fitting.FirstOrDefault(r => !_played.Contains(r)) ?? fitting.LastOrDefault();
            if (recorded is not null)
            {
                _played.Add(recorded);
            }

            return recorded;
        }
    }

    private async Task PlayAsync<TRequest, TResponse>(RecordedCall recorded, ServerSide<TRequest, TResponse> server)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var requests = 0;
        foreach (var (kind, message) in recorded.Events)
        {
            switch (kind)
            {
                case RecordedEvent.Response:
                    if (recorded.Headers.Count > 0 && server.Context.ResponseHeaders is null)
                    {
                        await server.Context.WriteResponseHeadersAsync(recorded.Headers).ConfigureAwait(false);
                    }

                    await server.WriteAsync(message!.To<TResponse>()).ConfigureAwait(false);
                    break;
                case RecordedEvent.Request when server.RequestStream is not null:
                    await ExpectRequestAsync(recorded, message, server, ++requests).ConfigureAwait(false);
                    break;
                case RecordedEvent.RequestsCompleted:
                    await ExpectRequestAsync(recorded, null, server, ++requests).ConfigureAwait(false);
                    break;
            }
        }

        server.Complete(recorded.Status, recorded.Trailers);
    }

    private async Task ExpectRequestAsync<TRequest, TResponse>(RecordedCall recorded, RecordedMessage? expected, ServerSide<TRequest, TResponse> server, int number)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var actual = await server.Requests.MoveNext(CancellationToken.None).ConfigureAwait(false) ? server.Requests.Current : null;
        switch (expected, actual)
        {
            case (null, null):
                break;
            case (null, { } extra):
                throw Differs($"The call differs from {Place(recorded)}: expected no request {number}, was {CallText.Of(extra)}.");
            case ({ } missing, null):
                throw Differs($"The call differs from {Place(recorded)}: expected request {number} {CallText.Of(missing.To<TRequest>())}, but the client completed its requests.");
            default:
                Compare(recorded, expected, actual, $"request {number}");
                break;
        }
    }

    private void Compare<TRequest>(RecordedCall recorded, RecordedMessage expected, TRequest actual, string what)
        where TRequest : class, IMessage<TRequest>, new()
    {
        var differences = MessageDiff.Between(expected.To<TRequest>(), actual);
        if (differences.Count > 0)
        {
            throw Differs($"The {what} differs from {Place(recorded)}: {differences[0]}.");
        }
    }

    // Remembered too: code under test may swallow the exception.
    private GrpcMockException Differs(string message)
    {
        _mock.Remember(message);
        return new GrpcMockException(message);
    }

    private string Place(RecordedCall call) => $"{_file}({call.Line}) {call.Method}";
}
