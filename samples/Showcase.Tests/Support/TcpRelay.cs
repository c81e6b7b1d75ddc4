// Stands between a host and a server, so that a test can take the server away from that host alone, and give it back.
// It keeps its port meanwhile: who connects then is thrown out at once.

using System.Net;
using System.Net.Sockets;

namespace Showcase.Tests.Support;

internal sealed class TcpRelay : IDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private CancellationTokenSource _stop = new();

    private readonly Action<ReadOnlySpan<byte>>? _asked;
    private readonly Action<ReadOnlySpan<byte>>? _answered;

    /// <param name="serverPort">Where the server listens on this machine.</param>
    /// <param name="asked">Sees what clients send.</param>
    /// <param name="answered">Sees what the server sends.</param>
    public TcpRelay(int serverPort, Action<ReadOnlySpan<byte>>? asked = null, Action<ReadOnlySpan<byte>>? answered = null)
    {
        (_asked, _answered) = (asked, answered);
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens on this machine.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks all connections, and those to come.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Relays connections again.</summary>
    public void Start() => _stop = new CancellationTokenSource();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptSocketAsync(), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task RelayAsync(Socket client, CancellationToken stop)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(_server, stop);
            await Task.WhenAny(CopyAsync(client, server, _asked, stop), CopyAsync(server, client, _answered, stop));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The server is gone, or shall be.
        }
        finally
        {
            // Not in peace: as when a server dies.
            client.Close(timeout: 0);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, Action<ReadOnlySpan<byte>>? seen, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, stop)) > 0)
            {
                seen?.Invoke(buffer.AsSpan(0, read));
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end of it is enough.
        }
    }
}
