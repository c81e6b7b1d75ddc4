using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>How many messages, weighed by cost, a caller may send.</summary>
public sealed class GrpcMessageLimitOptions
{
    /// <summary>Grants the permits. Required; the key is usually <see cref="GrpcPartition.User"/>.</summary>
    public PartitionedRateLimiter<HttpContext>? Limiter { get; set; }

    /// <summary>The permits that a message costs; 0 is free. Default 1.</summary>
    public Func<object, int> Cost { get; set; } = static _ => 1;
}
