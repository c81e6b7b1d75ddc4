using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>Cancels streams when the server must empty itself. Unary calls are left to finish.</summary>
internal sealed class GrpcDrainMiddleware(RequestDelegate next, GrpcDrain drain)
{
    private const string HealthService = "grpc.health.v1.Health";

    private static readonly object CutOff = new();

    /// <summary>Whether a call was cancelled because the server stops.</summary>
    internal static bool WasCutOff(HttpContext context) => context.Items.ContainsKey(CutOff);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { Type: not MethodType.Unary } method
            ? LinkAsync(context, method)
            : next(context);

    private async Task LinkAsync(HttpContext context, IMethod method)
    {
        var watches = method.ServiceName == HealthService ? drain.Watches : null;
        drain.Streams.Began();
        watches?.Began();
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
            watches?.Ended();
            drain.Streams.Ended();
        }
    }
}
