// Interceptors at all three levels; the generated registration flattens them.
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using GrpcSdk.AspNetCore.Tests.Registration;

[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]
[assembly: GrpcInterceptor<AssemblyLevel>(Order = 250)]

namespace GrpcSdk.AspNetCore.Tests.Registration;

internal sealed class AssemblyLevel(InterceptorTrace trace) : TracingInterceptor("assembly", trace);

internal sealed class ServiceLevel(InterceptorTrace trace) : TracingInterceptor("service", trace);

internal sealed class MethodLevel(InterceptorTrace trace) : TracingInterceptor("method", trace);

[GrpcService]
[GrpcInterceptor<ServiceLevel>(Order = 300)]
internal sealed class OrderedApi : Ordered.OrderedBase
{
    public override Task<ProbeReply> Plain(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply());

    [GrpcInterceptor<MethodLevel>(Order = 200)]
    public override async Task Wrapped(
        IAsyncStreamReader<ProbeRequest> requestStream,
        IServerStreamWriter<ProbeReply> responseStream,
        ServerCallContext context)
    {
        await foreach (var _ in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new ProbeReply());
        }
    }

    // The same interceptor as on the class, further outside for this method only.
    [GrpcInterceptor<ServiceLevel>(Order = 150)]
    public override Task<ProbeReply> Moved(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply());

    [GrpcInterceptor<AssemblyLevel>(Enabled = false)]
    public override Task Without(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ProbeReply());
}
