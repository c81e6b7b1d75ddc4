using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Client;

/// <summary>Logs and measures every call, and passes the request id of the server call on in whose course it is made.</summary>
internal sealed partial class ClientTelemetryInterceptor(
    ILogger<ClientTelemetryInterceptor> logger,
    GrpcClientMetrics metrics,
    TimeProvider time,
    IGrpcParentCallAccessor? parent = null) : ClientInterceptor
{
    protected override void OnStart(ClientCall call)
    {
        call.State = time.GetTimestamp();
        if (parent?.Current?.RequestId is { } id && call.Options.Headers?.Get(RpcTelemetry.RequestIdKey) is null)
        {
            call.AddMetadata(RpcTelemetry.RequestIdKey, id);
        }
    }

    protected override void OnEnd(ClientCall call, Exception? error)
    {
        var elapsed = time.GetElapsedTime((long)call.State!);
        var code = StatusOf(error);
        metrics.Record(call.Method, code, elapsed);
        var level = code is StatusCode.OK or StatusCode.Cancelled ? LogLevel.Debug : LogLevel.Warning;
        if (logger.IsEnabled(level))
        {
            var (method, status) = (call.Method, code.ToCanonicalName());
            Finished(logger, level, method, status, elapsed.TotalMilliseconds);
        }
    }

    private static StatusCode StatusOf(Exception? error) => error switch
    {
        null => StatusCode.OK,
        RpcException rpc => rpc.StatusCode,
        OperationCanceledException => StatusCode.Cancelled,
        _ => StatusCode.Unknown,
    };

    [LoggerMessage(EventId = 1, Message = "gRPC call to {Method} finished with {StatusCode} in {ElapsedMilliseconds:0.000} ms")]
    private static partial void Finished(ILogger logger, LogLevel level, string method, string statusCode, double elapsedMilliseconds);
}
