// The same handlers twice: without anything around them, and with the full chain.
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.Bench.Server;
using Microsoft.AspNetCore.Authorization;

[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]
[assembly: GrpcInterceptor<ValidationInterceptor>(Order = 300)]

namespace GrpcSdk.Bench.Server;

internal sealed class BareApi : Bare.BareBase
{
    public override Task<EchoReply> Unary(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoReply { Text = request.Text });

    public override async Task Duplex(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(new EchoReply { Text = requestStream.Current.Text }, context.CancellationToken);
        }
    }
}

[GrpcService, Authorize]
internal sealed class ChainedApi : Chained.ChainedBase
{
    public override Task<EchoReply> Unary(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoReply { Text = request.Text });

    public override async Task Duplex(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(new EchoReply { Text = requestStream.Current.Text }, context.CancellationToken);
        }
    }
}
