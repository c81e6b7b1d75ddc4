// A service behind [Authorize], with an open method and one for administrators.
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Authorization;

namespace GrpcSdk.AspNetCore.Tests.Authorization;

[GrpcService, Authorize]
[GrpcInterceptor<ResourceAuthorizationInterceptor>(Order = 200)]
internal sealed class SecuredApi : Secured.SecuredBase
{
    public override Task<ProbeReply> Unary(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply());

    public override async Task<ProbeReply> ClientStream(IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        var received = 0;
        await foreach (var _ in requestStream.ReadAllAsync())
        {
            received++;
        }

        return new ProbeReply { Received = received };
    }

    public override Task ServerStream(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ProbeReply());

    public override async Task Duplex(
        IAsyncStreamReader<ProbeRequest> requestStream,
        IServerStreamWriter<ProbeReply> responseStream,
        ServerCallContext context)
    {
        await foreach (var _ in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new ProbeReply());
        }
    }

    [AllowAnonymous]
    public override Task<ProbeReply> Open(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply());

    [Authorize("admin")]
    public override Task<ProbeReply> Admin(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply());
}
