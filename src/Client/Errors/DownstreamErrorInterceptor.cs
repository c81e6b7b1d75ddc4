using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// Marks the failure of a call as another server's word (<see cref="DownstreamRpcException"/>), so that a server that
/// makes the call never forwards it by accident. Every client of <c>AddGrpcSdkClients</c> has it, outermost.
/// </summary>
public sealed class DownstreamErrorInterceptor : ClientInterceptor
{
    /// <inheritdoc/>
    protected override void OnEnd(ClientCall call, Exception? error)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (error is RpcException failure and not DownstreamRpcException)
        {
            throw new DownstreamRpcException(call.Method, failure);
        }
    }
}
