// Downloader: a file comes down in chunks, and the client may leave early.
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.DownloaderStyle;

public sealed class DownloaderService : Greeter.GreeterBase
{
    private const int ChunkSize = 1024 * 32;

    public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new HelloReply { Message = "pancakes.txt" });

        using var reader = new StreamReader("pancakes.txt");
        var buffer = new char[ChunkSize];
        while (true)
        {
            var read = await reader.ReadAsync(buffer, context.CancellationToken);
            if (read == 0)
            {
                break;
            }

            await responseStream.WriteAsync(new HelloReply { Message = new string(buffer, 0, read) });
        }
    }
}

public static class DownloaderClient
{
    public static async Task DownloadAsync(Greeter.GreeterClient client, TextWriter writer, CancellationToken cancellationToken)
    {
        using var call = client.ListHellos(new HelloRequest(), cancellationToken: cancellationToken);
        try
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                await writer.WriteAsync(message.Message);
            }
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled)
        {
            // The caller left.
        }
    }

    /// <summary>The call belongs to whoever reads it.</summary>
    public static AsyncServerStreamingCall<HelloReply> Open(Greeter.GreeterClient client)
    {
        var call = client.ListHellos(new HelloRequest());
        return call;
    }
}
