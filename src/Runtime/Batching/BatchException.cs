using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>A batch failed and stopped the rest. The status is that of the failed call, which is the inner exception.</summary>
public sealed class BatchException : RpcException
{
    internal BatchException(string method, RpcException cause, int batches, int done)
        : base(cause.Status, cause.Trailers, $"{method}: one of {batches} batches failed, {done} had succeeded: {cause.Status.Detail}")
    {
        Cause = cause;
        Batches = batches;
        SucceededBatches = done;
    }

    /// <summary>What the failed call threw.</summary>
    public RpcException Cause { get; }

    /// <summary>The batches that the keys were cut into.</summary>
    public int Batches { get; }

    /// <summary>The batches that had succeeded when the failure was seen. Mutations in them stay done.</summary>
    public int SucceededBatches { get; }
}
