// Length-prefixed messages, the body of gRPC over HTTP/2: one byte of flags, four of length, the message.
using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace GrpcSdk.Testing;

/// <summary>Reads and writes frames.</summary>
internal static class GrpcFrames
{
    private const int PrefixLength = 5;

    /// <summary>Reads the next message; null at the end of the body.</summary>
    public static async Task<T?> ReadAsync<T>(PipeReader body, string? encoding, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        var prefix = await body.ReadAtLeastAsync(PrefixLength, cancellationToken).ConfigureAwait(false);
        ThrowIfCanceled(prefix);
        if (prefix.Buffer.Length < PrefixLength)
        {
            body.AdvanceTo(prefix.Buffer.End);
            return null;
        }

        var (isCompressed, length) = Prefix(prefix.Buffer);
        body.AdvanceTo(prefix.Buffer.GetPosition(PrefixLength));
        if (length == 0)
        {
            return new T();
        }

        var payload = await body.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        ThrowIfCanceled(payload);
        var message = Parse<T>(payload.Buffer.Slice(0, length), isCompressed, encoding);
        body.AdvanceTo(payload.Buffer.GetPosition(length));
        return message;
    }

    public static void Write(IBufferWriter<byte> body, IMessage message)
    {
        var length = message.CalculateSize();
        var prefix = body.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        body.Advance(PrefixLength);
        message.WriteTo(body);
    }

    private static void ThrowIfCanceled(ReadResult result)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("The client ended its requests early.");
        }
    }

    private static (bool IsCompressed, int Length) Prefix(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        return (prefix[0] == 1, BinaryPrimitives.ReadInt32BigEndian(prefix[1..]));
    }

    private static T Parse<T>(ReadOnlySequence<byte> payload, bool isCompressed, string? encoding)
        where T : class, IMessage<T>, new()
    {
        var message = new T();
        if (!isCompressed)
        {
            message.MergeFrom(payload);
            return message;
        }

        using Stream compressed = new MemoryStream(payload.ToArray());
        using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
            _ => throw new NotSupportedException($"The mock does not know the compression '{encoding}' of a request: it has gzip and deflate."),
        };
        message.MergeFrom(plain);
        return message;
    }
}
