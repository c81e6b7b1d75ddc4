// Counter: every kind of call on state that outlives the calls.
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.CounterStyle;

public sealed class IncrementingCounter
{
    private int _count;

    public int Count => _count;

    public int Increment(int amount) => Interlocked.Add(ref _count, amount);
}

public sealed class CounterService(IncrementingCounter counter, TimeProvider time, IHostApplicationLifetime lifetime) : Greeter.GreeterBase
{
    public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) =>
        Task.FromResult(new HelloReply { Message = $"{counter.Increment(1)}" });

    public override async Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context)
    {
        await foreach (var message in requestStream.ReadAllAsync())
        {
            counter.Increment(message.Tags.Count);
        }

        return new HelloReply { Message = $"{counter.Count}" };
    }

    public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested)
        {
            await responseStream.WriteAsync(new HelloReply { Message = $"{counter.Increment(1)}" });
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping.Token);
        }
    }
}

public static class CounterClient
{
    public static async Task CountAsync(Greeter.GreeterClient client)
    {
        using (var collect = client.CollectHellos())
        {
            for (var i = 0; i < 3; i++)
            {
                await collect.RequestStream.WriteAsync(new HelloRequest { Tags = { $"{i}" } });
            }

            await collect.RequestStream.CompleteAsync();
            Console.WriteLine((await collect).Message);
        }

        using var list = client.ListHellos(new HelloRequest());
        await foreach (var message in list.ResponseStream.ReadAllAsync())
        {
            Console.WriteLine(message.Message);
            if (message.Message == "3")
            {
                break;
            }
        }
    }
}
