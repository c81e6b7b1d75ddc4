// The service under test: each method runs the script that the test gives it.
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Protos;

namespace GrpcSdk.AspNetCore.Tests.Harness;

/// <summary>What the handlers do; the same for every kind of call.</summary>
internal sealed class ProbeScript
{
    /// <summary>Runs in the handler after the first message was read and before the last one is written.</summary>
    public Func<ServerCallContext, Task> Handler { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many messages the streaming handlers send.</summary>
    public int Replies { get; set; } = 3;
}

[GrpcService]
internal sealed class ProbeApi(ProbeScript script) : Probe.ProbeBase
{
    public override async Task<ProbeReply> Unary(ProbeRequest request, ServerCallContext context)
    {
        await script.Handler(context);
        return new ProbeReply { Text = request.Text, Received = 1 };
    }

    public override async Task<ProbeReply> ClientStream(IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        var received = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            if (received++ == 0)
            {
                await script.Handler(context);
            }
        }

        return new ProbeReply { Received = received };
    }

    public override async Task ServerStream(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < script.Replies; i++)
        {
            await responseStream.WriteAsync(new ProbeReply { Text = request.Text, Received = 1 }, context.CancellationToken);
            if (i == 0)
            {
                await script.Handler(context);
            }
        }
    }

    public override async Task Duplex(
        IAsyncStreamReader<ProbeRequest> requestStream,
        IServerStreamWriter<ProbeReply> responseStream,
        ServerCallContext context)
    {
        var received = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(new ProbeReply { Text = requestStream.Current.Text, Received = ++received }, context.CancellationToken);
            if (received == 1)
            {
                await script.Handler(context);
            }
        }
    }
}
