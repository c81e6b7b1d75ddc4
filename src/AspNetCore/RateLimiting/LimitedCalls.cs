using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Holds a lease of a limiter while a gRPC call lasts. It asks once: a chained limiter whose inner limit refuses has then
/// taken one permit of the outer one, and not one more for each time that it is asked.
/// </summary>
/// <param name="limiter">Grants the leases.</param>
/// <param name="next">The call.</param>
internal sealed class LimitedCalls(PartitionedRateLimiter<HttpContext> limiter, RequestDelegate next)
{
    internal Task InvokeAsync(HttpContext context) => GrpcProtocol.IsGrpc(context) ? LimitAsync(context) : next(context);

    private async Task LimitAsync(HttpContext context)
    {
        RateLimitLease lease;
        try
        {
            lease = await limiter.AcquireAsync(context, permitCount: 1, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left the queue.
            return;
        }

        using (lease)
        {
            await (lease.IsAcquired ? next(context) : GrpcRateLimit.RejectAsync(context, lease));
        }
    }
}
