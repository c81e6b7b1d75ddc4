// A response stream written down in advance.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// The steps of a response stream, in their order in time: delays pass on the mock's clock whether or not the client reads.
/// Without <see cref="Fail"/> or <see cref="StaysOpen"/> the stream ends with OK.
/// </summary>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class StreamScript<TResponse>
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly List<Step> _steps = [];
    private readonly Metadata _trailers = [];
    private Status? _end = Status.DefaultSuccess;
    private bool _isClosed;

    internal StreamScript()
    {
    }

    /// <summary>Sends response headers. Without this, headers without entries go out with the first message.</summary>
    /// <param name="headers">The headers.</param>
    public StreamScript<TResponse> Headers(Metadata headers) => Then(new Step(Headers: headers.Copy()));

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message; it is copied now.</param>
    public StreamScript<TResponse> Message(TResponse message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Then(new Step(Message: message.Clone()));
    }

    /// <summary>Sends messages.</summary>
    /// <param name="messages">The messages; they are copied now.</param>
    public StreamScript<TResponse> Messages(IEnumerable<TResponse> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            Message(message);
        }

        return this;
    }

    /// <summary>Waits on the mock's clock.</summary>
    /// <param name="delay">How long.</param>
    public StreamScript<TResponse> Delay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return Then(new Step(Delay: delay));
    }

    /// <summary>Adds a trailer to the end of the stream, be it a success or a failure.</summary>
    /// <param name="key">The name, in lower case.</param>
    /// <param name="value">The text value.</param>
    public StreamScript<TResponse> Trailer(string key, string value)
    {
        _trailers.Add(key, value);
        return this;
    }

    /// <summary>Ends the stream with a status after the messages so far.</summary>
    /// <param name="statusCode">The status code; not OK.</param>
    /// <param name="detail">The status detail.</param>
    public StreamScript<TResponse> Fail(StatusCode statusCode, string detail = "")
    {
        ThrowIfClosed();
        if (statusCode == StatusCode.OK)
        {
            throw new ArgumentOutOfRangeException(nameof(statusCode), "OK is no failure: a stream without Fail ends with OK.");
        }

        (_end, _isClosed) = (new Status(statusCode, detail), true);
        return this;
    }

    /// <summary>Leaves the stream open after the messages so far, until the client's deadline, cancellation or disposal.</summary>
    public StreamScript<TResponse> StaysOpen()
    {
        ThrowIfClosed();
        (_end, _isClosed) = (null, true);
        return this;
    }

    internal static Func<ServerSide<TRequest, TResponse>, Task> Compile<TRequest>(Action<StreamScript<TResponse>> write)
        where TRequest : class, IMessage<TRequest>, new()
    {
        ArgumentNullException.ThrowIfNull(write);
        var script = new StreamScript<TResponse>();
        write(script);
        return script.PlayAsync;
    }

    private async Task PlayAsync<TRequest>(ServerSide<TRequest, TResponse> server)
        where TRequest : class, IMessage<TRequest>, new()
    {
        foreach (var step in _steps)
        {
            await step.PlayAsync(server).ConfigureAwait(false);
        }

        if (_end is not { } status)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, server.Aborted).ConfigureAwait(false);
            return;
        }

        server.Complete(status, _trailers);
    }

    private StreamScript<TResponse> Then(Step step)
    {
        ThrowIfClosed();
        _steps.Add(step);
        return this;
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The script has already ended: Fail and StaysOpen come last.");
        }
    }

    /// <summary>One step: exactly one of the three is set.</summary>
    private sealed record Step(TResponse? Message = null, Metadata? Headers = null, TimeSpan? Delay = null)
    {
        public Task PlayAsync<TRequest>(ServerSide<TRequest, TResponse> server)
            where TRequest : class, IMessage<TRequest>, new() => this switch
            {
                { Message: { } message } => server.WriteAsync(message),
                { Headers: { } headers } => server.Context.WriteResponseHeadersAsync(headers),
                _ => server.DelayAsync(Delay!.Value),
            };
    }
}
