// HTTP/2 frames written by hand (RFC 9113): a client that follows no rule, which no library lets one write.

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace GrpcSdk.Bench.Load.Hostile;

internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

internal sealed class RawConnection : IDisposable
{
    /// <summary>END_STREAM.</summary>
    public const byte EndStream = 1;

    /// <summary>END_HEADERS.</summary>
    public const byte EndHeaders = 4;

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient tcp) => (_tcp, _stream) = (tcp, tcp.GetStream());

    /// <summary>Connects and says nothing.</summary>
    public static async Task<RawConnection> ConnectAsync(Uri host)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(host.Host, host.Port);
        return new RawConnection(tcp);
    }

    /// <summary>Says that this is HTTP/2, and waits for the settings of the host.</summary>
    /// <returns>False when the host closed the connection instead.</returns>
    public async Task<bool> OpenAsync() =>
        await TryWriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray())
        && await TryWriteAsync(Frame(FrameType.Settings, 0, stream: 0, []))
        && await ReadFrameAsync() is not null;

    /// <summary>The header block of a call: pseudo-headers and what gRPC asks for, literally, without a table (RFC 7541).</summary>
    /// <param name="method">Path of the method.</param>
    /// <param name="more">How much metadata to add, in bytes.</param>
    public static byte[] CallHeaders(string method, int more = 0)
    {
        // 0x83 is ":method: POST" and 0x86 ":scheme: http" in the static table.
        List<byte> block = [0x83, 0x86];
        Literal(block, ":path", method);
        Literal(block, ":authority", "localhost");
        Literal(block, "content-type", "application/grpc");
        Literal(block, "te", "trailers");
        for (; more > 0; more -= 100)
        {
            Literal(block, "x-more", new string('x', 94));
        }

        return [.. block];
    }

    public static byte[] Frame(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <returns>False when the host closed the connection.</returns>
    public async Task<bool> TryWriteAsync(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <returns>Type and payload of the next frame; null when the host closed the connection.</returns>
    public async Task<(FrameType Type, byte[] Payload)?> ReadFrameAsync()
    {
        var head = new byte[9];
        try
        {
            await _stream.ReadExactlyAsync(head);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8];
            await _stream.ReadExactlyAsync(payload);
            return ((FrameType)head[3], payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until the host closes the connection.</summary>
    /// <returns>How many frames of each type came.</returns>
    public async Task<Dictionary<FrameType, int>> ReadToEndAsync()
    {
        Dictionary<FrameType, int> frames = [];
        while (await ReadFrameAsync() is var (type, _))
        {
            frames[type] = frames.GetValueOrDefault(type) + 1;
        }

        return frames;
    }

    /// <summary>Sends nothing more.</summary>
    public void Finish()
    {
        try
        {
            _tcp.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The host was faster.
        }
    }

    public void Dispose() => _tcp.Dispose();

    private static void Literal(List<byte> block, string name, string value)
    {
        block.Add(0);
        Text(block, name);
        Text(block, value);
    }

    // A length of less than 127 fits its first byte.
    private static void Text(List<byte> block, string text)
    {
        block.Add((byte)text.Length);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }
}
