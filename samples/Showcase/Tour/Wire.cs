// A cable between a client and a host that can be looked at: it counts connections and bytes, and can be cut or go dead without
// a word, as networks do.

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Showcase.Tour;

internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _host;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<int, TcpClient> _open = new();
    private int _connections;
    private int _dead;
    private long _received;

    /// <param name="host">Where the other end is.</param>
    public Wire(Uri host)
    {
        _host = host;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>This end.</summary>
    public Uri Address => new UriBuilder(_host) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>How many connections were opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many bytes the host has sent so far.</summary>
    public long BytesReceived => Interlocked.Read(ref _received);

    /// <summary>Lets nothing through any more on the connections that are open now. They stay open.</summary>
    public void GoDead() => Volatile.Write(ref _dead, Connections);

    /// <summary>Cuts the connections that are open now.</summary>
    public void Cut()
    {
        foreach (var client in _open.Values)
        {
            client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = RelayAsync(client, Interlocked.Increment(ref _connections));
        }
    }

    private async Task RelayAsync(TcpClient client, int number)
    {
        using var near = client;
        _open[number] = near;
        using var far = new TcpClient();
        try
        {
            (near.NoDelay, far.NoDelay) = (true, true);
            await far.ConnectAsync(_host.Host, _host.Port, _stop.Token);
            Task[] directions =
            [
                CopyAsync(near.GetStream(), far.GetStream(), number, _ => { }),
                CopyAsync(far.GetStream(), near.GetStream(), number, count => Interlocked.Add(ref _received, count)),
            ];
            await Task.WhenAny(directions);
            // One end is gone: so is the other, and nobody asks how.
            near.Close();
            far.Close();
            await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The host is not there.
        }
        finally
        {
            _open.TryRemove(number, out _);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, int number, Action<int> count)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (number > Volatile.Read(ref _dead))
            {
                count(read);
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
    }
}
