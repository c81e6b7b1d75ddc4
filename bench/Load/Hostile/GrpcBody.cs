// The body of a gRPC call as a hostile client writes it: one message that says how long it is, and what really comes.

using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;

namespace GrpcSdk.Bench.Load.Hostile;

/// <param name="compressed">Whether the message claims to be compressed.</param>
/// <param name="length">How long it claims to be, in bytes.</param>
/// <param name="pieces">What comes.</param>
/// <param name="hold">When the body ends; null ends it at once.</param>
internal sealed class GrpcBody(bool compressed, int length, IEnumerable<ReadOnlyMemory<byte>> pieces, Task? hold = null) : HttpContent
{
    private static readonly byte[] Zeros = new byte[16 << 10];

    /// <summary>A message as long as it says.</summary>
    public static GrpcBody Of(int length) => new(compressed: false, length, Pieces(length));

    /// <summary>All of a message but for its last byte.</summary>
    /// <param name="length">How long it claims to be, in bytes.</param>
    /// <param name="hold">How long nothing more comes.</param>
    public static GrpcBody Unfinished(int length, Task hold) => new(compressed: false, length, Pieces(length - 1), hold);

    /// <summary>A small message that is large when unpacked.</summary>
    /// <param name="unpacked">How large, in bytes.</param>
    public static GrpcBody Bomb(int unpacked)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var piece in Pieces(unpacked))
            {
                gzip.Write(piece.Span);
            }
        }

        return new(compressed: true, (int)packed.Length, [packed.ToArray()]);
    }

    /// <summary>Makes the call.</summary>
    /// <returns>The status of gRPC; null when the host reset the call.</returns>
    public async Task<string?> CallAsync(HttpMessageInvoker http, Uri host, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = this,
            Headers = { { "te", "trailers" } },
        };
        Headers.ContentType = new("application/grpc");
        if (compressed)
        {
            request.Headers.Add("grpc-encoding", "gzip");
        }

        try
        {
            using var response = await http.SendAsync(request, CancellationToken.None);
            await response.Content.CopyToAsync(Stream.Null);
            return (response.Headers.TryGetValues("grpc-status", out var status) || response.TrailingHeaders.TryGetValues("grpc-status", out status)) ? status.Single() : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var prefix = new byte[5];
        prefix[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), length);
        await stream.WriteAsync(prefix);
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(piece);
        }

        await stream.FlushAsync();
        await (hold ?? Task.CompletedTask);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(int length)
    {
        for (; length > 0; length -= Zeros.Length)
        {
            yield return Zeros.AsMemory(0, Math.Min(length, Zeros.Length));
        }
    }
}
