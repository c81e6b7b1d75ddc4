using Microsoft.Extensions.Logging;

namespace GrpcSdk.AspNetCore;

/// <summary>The log messages of a call. They hold names, codes and durations, never payloads, tokens or exception texts.</summary>
internal static partial class GrpcCallLog
{
    [LoggerMessage(1, LogLevel.Debug, "gRPC call {Method} started from {Peer} (request {RequestId})")]
    internal static partial void Started(ILogger logger, string method, string peer, string requestId);

    [LoggerMessage(EventId = 2, Message = "gRPC call {Method} finished with {StatusCode} in {ElapsedMilliseconds:0.000} ms (request {RequestId}){Metadata}", EventName = "Finished")]
    internal static partial void Finished(
        ILogger logger,
        LogLevel level,
        string method,
        string statusCode,
        double elapsedMilliseconds,
        string requestId,
        string metadata);

    [LoggerMessage(3, LogLevel.Error, "{ExceptionType} in gRPC call {Method} became {StatusCode} (request {RequestId}, trace {TraceId}){ExceptionMessage}\n{StackTrace}")]
    internal static partial void Failed(
        ILogger logger,
        string exceptionType,
        string method,
        string statusCode,
        string? requestId,
        string? traceId,
        string exceptionMessage,
        string? stackTrace);
}
