using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>Cancels streams when the server must empty itself. Unary calls are left to finish.</summary>
internal sealed class GrpcDrainMiddleware(RequestDelegate next, GrpcDrain drain)
{
    private static readonly object CutOff = new();

    /// <summary>Whether a call was cancelled because the server stops.</summary>
    internal static bool WasCutOff(HttpContext context) => context.Items.ContainsKey(CutOff);

    public Task InvokeAsync(HttpContext context) => IsStream(context) ? LinkAsync(context) : next(context);

    private async Task LinkAsync(HttpContext context)
    {
        var aborted = context.RequestAborted;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await using var registration = drain.Forced.Register(() =>
        {
            context.Items[CutOff] = true;
            linked.Cancel();
        });
        context.RequestAborted = linked.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    private static bool IsStream(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type is not (null or MethodType.Unary);
}
