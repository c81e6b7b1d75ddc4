using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>The method of a call as telemetry names it.</summary>
internal static class GrpcMethodName
{
    /// <summary><c>package.Service/Method</c> of a mapped method; one fixed word for all others, whose names the caller invents.</summary>
    internal static string Of(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<GrpcMethodPlan>()?.Method
            ?? metadata?.GetMetadata<GrpcMethodMetadata>()?.Method.FullName.TrimStart('/')
            ?? RpcTelemetry.OtherMethod;
    }
}
