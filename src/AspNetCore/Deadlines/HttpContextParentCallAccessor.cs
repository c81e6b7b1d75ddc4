using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>Tells clients of other servers which call they act for: its deadline less the reserve for the reply, and its cancellation.</summary>
internal sealed class HttpContextParentCallAccessor(IHttpContextAccessor http, IOptions<GrpcDeadlineOptions> options) : IGrpcParentCallAccessor
{
    public GrpcParentCall? Current
    {
        get
        {
            if (http.HttpContext is not { } context
                || context.Features.Get<IServerCallContextFeature>()?.ServerCallContext is not { } call)
            {
                return null;
            }

            var deadline = call.Deadline == DateTime.MaxValue ? default(DateTime?) : call.Deadline - options.Value.ReplyReserve;
            return new GrpcParentCall(deadline, RequestId.Of(context), call.CancellationToken);
        }
    }
}
