// Uploader: a file goes up in chunks; the server writes it where only the server decides.
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.UploaderStyle;

public sealed class UploaderService : Greeter.GreeterBase
{
    public override async Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var writer = new StreamWriter(path);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync())
            {
                await writer.WriteAsync(message.Name.AsMemory(), context.CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await File.WriteAllTextAsync(path + ".cancelled", "");
            throw;
        }

        return new HelloReply { Message = Path.GetFileName(path) };
    }
}

public static class UploaderClient
{
    public static async Task<string> UploadAsync(Greeter.GreeterClient client, string path, CancellationToken cancellationToken)
    {
        using var call = client.CollectHellos(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new HelloRequest { Name = Path.GetFileName(path) }, cancellationToken);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            await call.RequestStream.WriteAsync(new HelloRequest { Name = line }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        var reply = await call;
        return reply.Message;
    }
}
