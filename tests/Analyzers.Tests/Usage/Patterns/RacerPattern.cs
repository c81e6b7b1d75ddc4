// Racer: both sides read and write at the same time.
using Grpc.Core;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.RacerStyle;

public sealed class RacerService : Greeter.GreeterBase
{
    public override async Task Chat(IAsyncStreamReader<HelloRequest> requestStream, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        var end = DateTime.UtcNow.AddSeconds(5);

        // Read in the background while the loop below writes.
        var lastReceived = "";
        var reading = Task.Run(async () =>
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                lastReceived = message.Name;
            }
        });

        var sent = 0;
        while (DateTime.UtcNow < end)
        {
            await responseStream.WriteAsync(new HelloReply { Message = $"{++sent} {lastReceived}" });
        }

        await reading;
    }
}

public static class RacerClient
{
    public static async Task RaceAsync(Greeter.GreeterClient client, TimeSpan duration)
    {
        using var call = client.Chat(new CallOptions(deadline: DateTime.UtcNow.Add(duration * 2)));
        var received = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync())
            {
                received = message.Message.Length;
            }
        });

        var end = DateTime.UtcNow.Add(duration);
        for (var sent = 0; DateTime.UtcNow < end; sent++)
        {
            await call.RequestStream.WriteAsync(new HelloRequest { Name = $"{sent}" });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
        Console.WriteLine(received);
    }
}
