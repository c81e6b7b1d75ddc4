using Grpc.Core;

namespace GrpcSdk;

/// <summary>
/// A call that this process made to another server failed. Its status is that server's word to this process, not this
/// service's word to its own caller: recovery translates it and never forwards it.
/// </summary>
/// <remarks>Catch it as <see cref="RpcException"/> as before; status, trailers and details are those of the call.</remarks>
public sealed class DownstreamRpcException : RpcException
{
    /// <summary>Wraps the exception of a failed call.</summary>
    /// <param name="method">The full name of the called method, <c>package.Service/Method</c>.</param>
    /// <param name="inner">The exception that the client threw.</param>
    public DownstreamRpcException(string method, RpcException inner)
        : base(Checked(inner).Status, inner.Trailers, inner.Message)
    {
        CalledMethod = method;
        Failure = inner;
    }

    /// <summary>The full name of the called method, <c>package.Service/Method</c>.</summary>
    public string CalledMethod { get; }

    /// <summary>The exception that the client threw.</summary>
    public RpcException Failure { get; }

    private static RpcException Checked(RpcException inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner;
    }
}
