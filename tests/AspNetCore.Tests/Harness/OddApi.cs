// Sends back whatever comes.
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Protos;

namespace GrpcSdk.AspNetCore.Tests.Harness;

[GrpcService]
[GrpcInterceptor<PayloadLogInterceptor>(Order = 200)]
internal sealed class OddApi : Odd.OddBase
{
    public override Task<OddValues> Echo(OddValues request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Struct> EchoStruct(Struct request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Any> EchoAny(Any request, ServerCallContext context) => Task.FromResult(request);
}
