using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>The names of the gRPC wire protocol that middleware needs (gRPC over HTTP/2, PROTOCOL-HTTP2.md).</summary>
internal static class GrpcProtocol
{
    internal const string ContentType = "application/grpc";
    internal const string StatusHeader = "grpc-status";
    internal const string MessageHeader = "grpc-message";
    internal const string TimeoutHeader = "grpc-timeout";

    /// <summary>Tells a retrying client how many milliseconds to wait, or with a negative number not to retry (gRFC A6).</summary>
    internal const string PushbackHeader = "grpc-retry-pushback-ms";

    /// <summary>Whether a request is a gRPC or gRPC-Web call.</summary>
    internal static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType is { } contentType && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);
}
