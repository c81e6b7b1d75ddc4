using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcSdk.AspNetCore;

/// <summary>The status that a finished call ended with, as the caller saw it.</summary>
internal static class GrpcCallOutcome
{
    // A caller that gives up at its deadline resets the stream, and that arrives before the timer here, which began later.
    private static readonly TimeSpan DeadlineTolerance = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// What went over the wire comes first: trailers, then headers (trailers-only). A call without either was broken
    /// off by its caller or by its deadline; its context still says OK then.
    /// </summary>
    internal static StatusCode Of(HttpContext context)
    {
        var call = context.Features.Get<IServerCallContextFeature>()?.ServerCallContext;
        if (context.RequestAborted.IsCancellationRequested)
        {
            return DeadlinePassed(call) ? StatusCode.DeadlineExceeded : StatusCode.Cancelled;
        }

        return Parse(context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers)
            ?? Parse(context.Response.Headers)
            ?? call?.Status.StatusCode
            ?? FromHttp(context.Response.StatusCode);
    }

    /// <summary>Whether a call that was cut off was cut off by its deadline.</summary>
    internal static bool DeadlinePassed(ServerCallContext? call) => call is not null && call.Deadline - DateTime.UtcNow <= DeadlineTolerance;

    private static StatusCode? Parse(IHeaderDictionary? headers) =>
        headers is not null
        && headers.TryGetValue(GrpcProtocol.StatusHeader, out var values)
        && values is [{ } value]
            ? Parse(value)
            : null;

    private static StatusCode? Parse(string value) =>
        value == "0" ? StatusCode.OK
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (StatusCode)code
        : null;

    // doc/http-grpc-status-mapping.md: what a client makes of an HTTP answer without a gRPC status.
    private static StatusCode FromHttp(int status) => status switch
    {
        StatusCodes.Status400BadRequest => StatusCode.Internal,
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.Unimplemented,
        StatusCodes.Status429TooManyRequests or StatusCodes.Status502BadGateway
            or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
