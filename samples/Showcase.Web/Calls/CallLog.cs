// What happened in a call, for a person to read: messages as JSON with their times, and the status at the end.

using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Showcase.Web.Catalogue;

namespace Showcase.Web.Calls;

public sealed class CallLog(OpenCall call)
{
    /// <summary>How many messages are kept; older ones go.</summary>
    public const int Kept = 200;

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly Queue<LoggedMessage> _messages = new();

    public OpenCall Call => call;

    public bool IsOpen => End is null;

    public int Received { get; private set; }

    /// <summary>Null while the call is under way.</summary>
    public LoggedEnd? End { get; private set; }

    public IReadOnlyCollection<LoggedMessage> Messages => _messages;

    public void Cancel()
    {
        if (IsOpen)
        {
            call.Cancel();
        }
    }

    public void AddSent(IMessage message) => Add("sent", message);

    /// <summary>Reads the responses until the call ends.</summary>
    /// <param name="changed">Called after every change.</param>
    public async Task ReadAsync(Func<Task> changed)
    {
        try
        {
            await foreach (var message in call.Responses)
            {
                Received++;
                Add("received", message);
                await changed();
            }

            End = new LoggedEnd(Status.DefaultSuccess, call.Trailers, _time.Elapsed);
        }
        catch (RpcException exception)
        {
            End = new LoggedEnd(exception.Status, exception.Trailers, _time.Elapsed);
        }

        await changed();
    }

    private void Add(string what, IMessage message)
    {
        _messages.Enqueue(new LoggedMessage(what, _time.Elapsed, KnownTypes.JsonFormatter.Format(message)));
        if (_messages.Count > Kept)
        {
            _messages.Dequeue();
        }
    }
}

/// <param name="What">"sent" or "received".</param>
/// <param name="Time">Since the call began.</param>
/// <param name="Json">The message.</param>
public sealed record LoggedMessage(string What, TimeSpan Time, string Json);

/// <param name="Time">Since the call began.</param>
public sealed record LoggedEnd(Status Status, Metadata Trailers, TimeSpan Time)
{
    /// <summary>The details of a rich error (google.rpc.Status) as JSON; empty when there are none.</summary>
    public IReadOnlyList<string> Details { get; } =
        [.. new RpcException(Status, Trailers).GetRpcStatus()?.Details.Select(detail => KnownTypes.JsonFormatter.Format(detail)) ?? []];
}
