using Grpc.Core;

namespace GrpcSdk;

/// <summary>The two faces that a cancelled call has: which one depends on the channel's ThrowOperationCanceledOnCancellation.</summary>
internal static class Cancellations
{
    /// <summary>Whether an exception says that a call was cancelled, by whomever.</summary>
    public static bool IsCancellation(this Exception exception) =>
        exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled };
}
