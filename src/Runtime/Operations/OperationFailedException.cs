using Grpc.Core;

namespace GrpcSdk.Operations;

/// <summary>
/// An operation finished with an error. Status and details are the operation's own, as if a call had failed with them:
/// <c>GetRpcStatus()</c> finds the details.
/// </summary>
public sealed class OperationFailedException : RpcException
{
    internal OperationFailedException(string operation, Google.Rpc.Status error)
        : base(
            new Grpc.Core.Status((StatusCode)error.Code, error.Message),
            error.ToRpcException().Trailers,
            $"Operation '{operation}' failed: {(StatusCode)error.Code}: {error.Message}")
    {
        Operation = operation;
        Error = error;
    }

    /// <summary>The operation's name.</summary>
    public string Operation { get; }

    /// <summary>The error as the operation carries it.</summary>
    public Google.Rpc.Status Error { get; }
}
