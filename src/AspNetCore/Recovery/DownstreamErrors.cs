using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>How the failure of a call to another server looks to this server's own caller.</summary>
public static class DownstreamErrors
{
    /// <summary>The <c>ErrorInfo.reason</c> of every translated failure.</summary>
    public const string Reason = "DOWNSTREAM_FAILED";

    /// <summary>
    /// The default translation. Trouble that passes (UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, a deadline or a
    /// cancellation of the inner call alone) becomes UNAVAILABLE; when this call's own deadline passed or its caller
    /// left, DEADLINE_EXCEEDED or CANCELLED; everything else, such as an argument that this server chose badly or a
    /// token that it lacks, is this server's fault: INTERNAL. Message, trailers and details of the other server stay here.
    /// </summary>
    /// <param name="error">The failed call.</param>
    /// <param name="context">The call that is answered.</param>
    public static RpcError Translate(DownstreamRpcException error, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(context);
        if (context.CancellationToken.IsCancellationRequested)
        {
            return GrpcCallOutcome.DeadlinePassed(context) ? RecoveryInterceptor.DeadlineExceeded() : RecoveryInterceptor.Cancelled();
        }

        var passing = error.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted
            or StatusCode.DeadlineExceeded or StatusCode.Cancelled;
        return passing
            ? new RpcError(StatusCode.Unavailable, "A service that this one depends on is not available.").SetErrorInfo(Reason, RpcErrorDomain.Value)
            : new RpcError(StatusCode.Internal, "A service that this one depends on failed.").SetErrorInfo(Reason, RpcErrorDomain.Value);
    }
}

/// <summary>The <c>ErrorInfo.domain</c> of the errors that this library defines.</summary>
internal static class RpcErrorDomain
{
    internal const string Value = "grpcsdk.dev";
}
