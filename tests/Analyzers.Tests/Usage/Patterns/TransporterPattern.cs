// Transporter: a channel over a Unix domain socket, and one to a server in the same process.
using System.Net.Sockets;
using Grpc.Net.Client;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.TransporterStyle;

public static class TransporterClient
{
    public static GrpcChannel OverSocket(string path)
    {
        var endpoint = new UnixDomainSocketEndPoint(path);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(endpoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
    }

    public static async Task<string> InProcessAsync(HttpMessageHandler server)
    {
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = server });
        return (await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest())).Message;
    }
}
