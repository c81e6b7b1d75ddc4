// Channels of callers that come from different addresses of this machine, as callers from different machines do.

using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Load;

internal static class Channels
{
    /// <summary>The address of callers that behave.</summary>
    public static IPAddress Neighbour { get; } = IPAddress.Parse("127.0.0.2");

    /// <summary>A channel with as many connections as its calls need.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="from">The address that the host sees; null for 127.0.0.1.</param>
    public static GrpcChannel Open(Uri host, IPAddress? from = null) => GrpcChannel.ForAddress(host, new GrpcChannelOptions
    {
        HttpHandler = Handler(from),
        DisposeHttpClient = true,
        MaxSendMessageSize = null,
    });

    /// <inheritdoc cref="Open"/>
    public static SocketsHttpHandler Handler(IPAddress? from = null) => new()
    {
        EnableMultipleHttp2Connections = true,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
