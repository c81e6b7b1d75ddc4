using System.Diagnostics;
using System.Globalization;
using System.Text;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Logs and measures every gRPC call, also those that never reach an interceptor: unknown services, refused tokens,
/// messages that are too large. An exception from anything further inside ends as a clean INTERNAL.
/// </summary>
internal sealed class GrpcTelemetryMiddleware(
    RequestDelegate next,
    ILogger<GrpcTelemetryMiddleware> logger,
    GrpcCallMetrics metrics,
    IOptions<GrpcTelemetryOptions> options,
    TimeProvider time,
    DiagnosticListener? diagnostics = null)
{
    private const int MaxMetadataLength = 256;

    private readonly GrpcTelemetryOptions _options = options.Value;
    private readonly ExceptionRecorder _exceptions = new(logger, options);

    public Task InvokeAsync(HttpContext context) => GrpcProtocol.IsGrpc(context) ? ObserveAsync(context) : next(context);

    private async Task ObserveAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var method = GrpcMethodName.Of(context);
        var call = GrpcCallState.Begin(context);
        try
        {
            if (_options.LogStart && logger.IsEnabled(LogLevel.Debug))
            {
                GrpcCallLog.Started(logger, method, Peer(context), call.RequestId);
            }

            StatusCode code;
            try
            {
                await next(context);
                code = GrpcCallOutcome.Of(context);
            }
            catch (Exception error)
            {
                code = await EndFaultedAsync(context, method, error);
            }

            var elapsed = time.GetElapsedTime(started);
            metrics.Record(method, code, elapsed);
            Enrich(context, method, code);
            Log(context, method, code, elapsed, call.RequestId);
        }
        finally
        {
            call.End();
        }
    }

    private async Task<StatusCode> EndFaultedAsync(HttpContext context, string method, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return GrpcCallOutcome.Of(context);
        }

        _exceptions.Record(context, method, error, StatusCode.Internal);
        if (context.Response.HasStarted)
        {
            context.Abort();
        }
        else
        {
            await GrpcRejection.WriteAsync(context, new RpcException(new Status(StatusCode.Internal, "An internal error occurred.")));
        }

        return StatusCode.Internal;
    }

    // The host opened the span of this call; opening a second one would count every call twice. Without anyone who
    // listens the host makes an activity too, for the trace id of the log: its tags would be garbage.
    private void Enrich(HttpContext context, string method, StatusCode code)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity
            || !(activity.Source.HasListeners() || diagnostics?.IsEnabled() is true))
        {
            return;
        }

        activity.SetTag(RpcTelemetry.SystemName, RpcTelemetry.SystemValue);
        activity.SetTag(RpcTelemetry.Method, method);
        activity.SetTag(RpcTelemetry.StatusCode, code.ToCanonicalName());
        if (code.IsServerFault())
        {
            activity.SetTag(RpcTelemetry.ErrorType, code.ToCanonicalName());
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private void Log(HttpContext context, string method, StatusCode code, TimeSpan elapsed, string requestId)
    {
        var level = _options.Level(code);
        if (logger.IsEnabled(level))
        {
            var (status, metadata) = (code.ToCanonicalName(), Metadata(context));
            GrpcCallLog.Finished(logger, level, method, status, elapsed.TotalMilliseconds, requestId, metadata);
        }
    }

    private string Metadata(HttpContext context)
    {
        if (_options.LoggedMetadata.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var name in _options.LoggedMetadata)
        {
            if (context.Request.Headers.TryGetValue(name, out var value))
            {
                text.Append(CultureInfo.InvariantCulture, $" {name}={Redact(name, value.ToString())}");
            }
        }

        return text.ToString();
    }

    private static string Redact(string name, string value) =>
        name.Equals("authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("cookie", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(Grpc.Core.Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase)
            ? "[redacted]"
            : value.Length <= MaxMetadataLength ? value : value[..MaxMetadataLength];

    private static string Peer(HttpContext context) =>
        context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Peer
        ?? context.Connection.RemoteIpAddress?.ToString()
        ?? "unknown";
}
