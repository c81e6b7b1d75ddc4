// acme.logs.v1.LogService: the last entries of the host's own log, and then every new one.

using Acme.Logs.V1;
using Grpc.Core;
using GrpcSdk;
using Microsoft.AspNetCore.Authorization;
using Showcase.Errors;
using Showcase.Live;
using Showcase.Security;

namespace Showcase.Logs;

[GrpcService]
internal sealed class LogServiceV1(LogFiles files, LocalNotifier notifier) : LogService.LogServiceBase
{
    private const int MaxLines = 10_000;

    [Authorize(Policies.Operator)]
    public override async Task TailLogs(TailRequest request, IServerStreamWriter<LogEntry> responseStream, ServerCallContext context)
    {
        var wanted = Filter(request);
        // Subscribed before anything is read: what is written in between wakes the reader.
        using var subscription = notifier.Subscribe(LogsArea.Topic);
        var position = files.Start;
        if (request.ResumeToken.Length > 0)
        {
            position = ResumeToken.Read(LogLine.TokenKind, request.ResumeToken);
        }
        else
        {
            (position, var last) = Last(position, request.Lines, wanted);
            // Tells the caller that its position is fixed: from here on it misses nothing.
            await context.WriteResponseHeadersAsync([]);
            await SendAsync(last, responseStream, context);
        }

        while (true)
        {
            var lines = files.ReadAfter(position);
            await SendAsync(lines.Select(line => LogLine.Parse(line.Line, line.Position)).Where(entry => wanted(entry)), responseStream, context);
            if (lines.Count > 0)
            {
                position = lines[^1].Position;
            }
            else if (request.NoFollow)
            {
                return;
            }
            else
            {
                await subscription.WaitAsync(context.CancellationToken);
            }
        }
    }

    // The last entries that are wanted, and the position after everything that is there.
    private (long Position, IEnumerable<LogEntry> Entries) Last(long position, int count, Func<LogEntry, bool> wanted)
    {
        var last = new Queue<LogEntry>();
        List<(long Position, string Line)> lines;
        while ((lines = files.ReadAfter(position)).Count > 0)
        {
            foreach (var entry in lines.Select(line => LogLine.Parse(line.Line, line.Position)).Where(wanted))
            {
                last.Enqueue(entry);
                if (last.Count > count)
                {
                    last.Dequeue();
                }
            }

            position = lines[^1].Position;
        }

        return (position, last);
    }

    private static async Task SendAsync(IEnumerable<LogEntry> entries, IServerStreamWriter<LogEntry> stream, ServerCallContext context)
    {
        foreach (var entry in entries)
        {
            await stream.WriteAsync(entry, context.CancellationToken);
        }
    }

    private static Func<LogEntry, bool> Filter(TailRequest request)
    {
        var least = request.Level.Length == 0 ? 0 : Array.IndexOf(LogLine.Levels, request.Level);
        if (least < 0)
        {
            throw RpcErrors.Invalid("level", $"One of {string.Join(", ", LogLine.Levels)}, or empty for all.");
        }

        if (request.Lines is < 0 or > MaxLines)
        {
            throw RpcErrors.Invalid("lines", $"From 0 to {MaxLines} entries.");
        }

        return entry => Array.IndexOf(LogLine.Levels, entry.Level) >= least
            && (request.ServiceName.Length == 0
                || entry.ServiceName == request.ServiceName
                || entry.ServiceName.StartsWith(request.ServiceName + ".", StringComparison.Ordinal));
    }
}
