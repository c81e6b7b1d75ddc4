using System.Threading.RateLimiting;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>What a caller is told who exceeds a limit.</summary>
internal static class GrpcRateLimit
{
    // A limiter that counts concurrent calls cannot know when one ends.
    private static readonly TimeSpan UnknownDelay = TimeSpan.FromSeconds(1);

    internal static TimeSpan RetryDelay(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : UnknownDelay;

    internal static Task RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var delay = RetryDelay(lease);
        return GrpcRejection.WriteAsync(context, Exceeded(delay).ToException(), pushback: delay);
    }

    internal static RpcError Exceeded(TimeSpan delay) =>
        new RpcError(StatusCode.ResourceExhausted, "Too many requests. Try again later.")
            .SetErrorInfo("RATE_LIMIT_EXCEEDED", RpcErrorDomain.Value)
            .SetRetryDelay(delay);
}
