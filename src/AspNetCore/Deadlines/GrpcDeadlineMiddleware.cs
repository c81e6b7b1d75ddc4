using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Gives calls without a deadline a default one and shortens those that are too long, before gRPC reads the header: so
/// gRPC itself keeps the deadline, shows it in the context and passes it on.
/// </summary>
internal sealed class GrpcDeadlineMiddleware(RequestDelegate next, IOptions<GrpcDeadlineOptions> options)
{
    private readonly GrpcDeadlineOptions _options = options.Value;

    private bool IsAnySet => _options is not { Default: null, DefaultForStreams: null, Maximum: null };

    public Task InvokeAsync(HttpContext context)
    {
        if (IsAnySet && GrpcProtocol.IsGrpc(context))
        {
            var asked = GrpcTimeout.Parse(context.Request.Headers[GrpcProtocol.TimeoutHeader]);
            if (Grant(context, asked) is { } granted && granted != asked)
            {
                context.Request.Headers[GrpcProtocol.TimeoutHeader] = GrpcTimeout.Format(granted);
            }
        }

        return next(context);
    }

    private TimeSpan? Grant(HttpContext context, TimeSpan? asked)
    {
        var timeout = asked ?? (IsUnary(context) ? _options.Default : _options.DefaultForStreams);
        return timeout > _options.Maximum ? _options.Maximum : timeout;
    }

    private static bool IsUnary(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type is null or MethodType.Unary;
}
