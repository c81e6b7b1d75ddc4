using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>Tells clients of other servers which call they act for: its deadline less the reserve for the reply, and its cancellation.</summary>
internal sealed class ServerParentCallAccessor(IOptions<GrpcDeadlineOptions> options) : IGrpcParentCallAccessor
{
    public GrpcParentCall? Current
    {
        get
        {
            if (GrpcCallState.Current is not { Context: { } context } state
                || context.Features.Get<IServerCallContextFeature>()?.ServerCallContext is not { } call)
            {
                return null;
            }

            var deadline = call.Deadline == DateTime.MaxValue ? default(DateTime?) : call.Deadline - options.Value.ReplyReserve;
            return new GrpcParentCall(deadline, state.RequestId, call.CancellationToken);
        }
    }
}
