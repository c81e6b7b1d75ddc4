// Bounds what the host holds of messages that are not complete. Each may be as large as a message may be, and a caller
// can begin one in every stream of every connection and end none: no limit of a single call or connection helps. When
// there is too much, the call that holds most is refused, so that nobody can use up what the others need.

using System.Buffers;
using System.IO.Pipelines;
using GrpcSdk;
using Microsoft.AspNetCore.Http.Features;
using Showcase.Errors;

namespace Showcase.Hosting;

/// <param name="limit">How many bytes are held for all calls together.</param>
internal sealed class UnfinishedMessages(long limit)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Reader> _holders = [];
    private long _held;

    /// <summary>Watches the body of every request from here on.</summary>
    public static void Use(WebApplication app, HostLimits limits)
    {
        var all = new UnfinishedMessages(limits.UnfinishedBytes);
        app.Use(async (context, next) =>
        {
            var reader = new Reader(context.Request.BodyReader, all);
            context.Features.Set<IRequestBodyPipeFeature>(reader);
            try
            {
                await next(context);
            }
            finally
            {
                all.End(reader);
            }
        });
    }

    private void Hold(Reader reader, long bytes)
    {
        Reader? greediest = null;
        lock (_lock)
        {
            // One that ended or was refused holds nothing any more, also when its handler reads on.
            if (reader.IsOver || reader.Held == bytes)
            {
                return;
            }

            Set(reader, bytes);
            if (_held > limit)
            {
                greediest = _holders.MaxBy(holder => holder.Held)!;
                Set(greediest, 0);
                greediest.IsOver = true;
            }
        }

        greediest?.Refuse();
    }

    private void End(Reader reader)
    {
        lock (_lock)
        {
            Set(reader, 0);
            reader.IsOver = true;
        }
    }

    private void Set(Reader reader, long bytes)
    {
        _held += bytes - reader.Held;
        reader.Held = bytes;
        if (bytes == 0)
        {
            _holders.Remove(reader);
        }
        else
        {
            _holders.Add(reader);
        }
    }

    private sealed class Reader(PipeReader body, UnfinishedMessages all) : PipeReader, IRequestBodyPipeFeature
    {
        private ReadOnlySequence<byte> _buffer;
        private volatile bool _refused;

        public long Held { get; set; }

        public bool IsOver { get; set; }

        PipeReader IRequestBodyPipeFeature.Reader => this;

        public void Refuse()
        {
            _refused = true;
            body.CancelPendingRead();
        }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await body.ReadAsync(cancellationToken);
            if (_refused)
            {
                throw RpcErrors.New(Grpc.Core.StatusCode.ResourceExhausted, "The host has too many unfinished messages. Try again later.", "LIMIT_EXCEEDED")
                    .SetRetryDelay(TimeSpan.FromSeconds(1))
                    .ToException();
            }

            _buffer = result.Buffer;
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            var read = body.TryRead(out result);
            _buffer = result.Buffer;
            return read;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            // What was looked at and not taken is the beginning of a message.
            var held = _buffer.Slice(consumed, examined).Length;
            _buffer = default;
            body.AdvanceTo(consumed, examined);
            all.Hold(this, held);
        }

        public override void CancelPendingRead() => body.CancelPendingRead();

        public override void Complete(Exception? exception = null) => body.Complete(exception);
    }
}
