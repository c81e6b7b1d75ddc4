using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>Retries as gRPC's service config knows them (gRFC A6): exponential backoff with jitter, until response headers arrive.</summary>
public sealed class GrpcRetryOptions
{
    /// <summary>The largest <see cref="MaxAttempts"/>.</summary>
    public const int MostAttempts = 20;

    /// <summary>How often a call is tried at most, the first try included; 2 to 20. 0 or 1: no retries. Default 0.</summary>
    public int MaxAttempts { get; set; }

    /// <summary>The longest wait before the first retry. Default 100 milliseconds.</summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait at all. Default 5 seconds.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>By how much the wait grows from retry to retry; greater than 0. Default 2.</summary>
    public double BackoffMultiplier { get; set; } = 2;

    /// <summary>Which failures are retried, on <see cref="Methods"/>. Default: UNAVAILABLE alone.</summary>
    public IList<StatusCode> StatusCodes { get; set; } = [];

    /// <summary>
    /// The methods that may be retried, <c>package.Service/Method</c> or <c>package.Service</c> for all of a service; a name
    /// that the client cannot call is refused. Empty, the default, means all: do that only when every method is idempotent, because UNAVAILABLE may come after
    /// the server did the work.
    /// </summary>
    public IList<string> Methods { get; set; } = [];

    internal bool IsOn => MaxAttempts > 1;
}
