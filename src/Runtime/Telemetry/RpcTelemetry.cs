using Grpc.Core;

namespace GrpcSdk;

/// <summary>
/// The names and values of the OpenTelemetry semantic conventions for RPC that this library uses, in one place
/// (opentelemetry.io, "Semantic conventions for gRPC"), and how status codes are reported.
/// </summary>
public static class RpcTelemetry
{
    /// <summary>Which RPC system; always <see cref="SystemValue"/>.</summary>
    public const string SystemName = "rpc.system.name";

    /// <summary>The value of <see cref="SystemName"/>.</summary>
    public const string SystemValue = "grpc";

    /// <summary>The full name of the method, <c>package.Service/Method</c>, or <see cref="OtherMethod"/>.</summary>
    public const string Method = "rpc.method";

    /// <summary>The value of <see cref="Method"/> for methods that the server does not know: callers choose those names freely.</summary>
    public const string OtherMethod = "_OTHER";

    /// <summary>The status code by its canonical name, for example <c>NOT_FOUND</c>.</summary>
    public const string StatusCode = "rpc.response.status_code";

    /// <summary>The kind of error; set only on failures.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Histogram of the duration of calls at the server, in seconds.</summary>
    public const string ServerDuration = "rpc.server.call.duration";

    /// <summary>Histogram of the duration of calls at the client, in seconds.</summary>
    public const string ClientDuration = "rpc.client.call.duration";

    /// <summary>The meter of the server's instruments.</summary>
    public const string ServerMeter = "GrpcSdk.AspNetCore";

    /// <summary>The meter of the client's instruments.</summary>
    public const string ClientMeter = "GrpcSdk.Client";

    /// <summary>The metadata key of the request id.</summary>
    public const string RequestIdKey = "x-request-id";

    /// <summary>The canonical name of a status code (gRPC, doc/statuscodes.md), for example <c>NOT_FOUND</c>; unknown numbers as numbers.</summary>
    /// <param name="code">The status code.</param>
    public static string ToCanonicalName(this StatusCode code) => code switch
    {
        Grpc.Core.StatusCode.OK => "OK",
        Grpc.Core.StatusCode.Cancelled => "CANCELLED",
        Grpc.Core.StatusCode.Unknown => "UNKNOWN",
        Grpc.Core.StatusCode.InvalidArgument => "INVALID_ARGUMENT",
        Grpc.Core.StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        Grpc.Core.StatusCode.NotFound => "NOT_FOUND",
        Grpc.Core.StatusCode.AlreadyExists => "ALREADY_EXISTS",
        Grpc.Core.StatusCode.PermissionDenied => "PERMISSION_DENIED",
        Grpc.Core.StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        Grpc.Core.StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        Grpc.Core.StatusCode.Aborted => "ABORTED",
        Grpc.Core.StatusCode.OutOfRange => "OUT_OF_RANGE",
        Grpc.Core.StatusCode.Unimplemented => "UNIMPLEMENTED",
        Grpc.Core.StatusCode.Internal => "INTERNAL",
        Grpc.Core.StatusCode.Unavailable => "UNAVAILABLE",
        Grpc.Core.StatusCode.DataLoss => "DATA_LOSS",
        Grpc.Core.StatusCode.Unauthenticated => "UNAUTHENTICATED",
        _ => ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Whether a status is the server's own fault, so that the server's span is an error: UNKNOWN, DEADLINE_EXCEEDED,
    /// UNIMPLEMENTED, INTERNAL, UNAVAILABLE and DATA_LOSS.
    /// </summary>
    /// <param name="code">The status code.</param>
    public static bool IsServerFault(this StatusCode code) => code is Grpc.Core.StatusCode.Unknown
        or Grpc.Core.StatusCode.DeadlineExceeded
        or Grpc.Core.StatusCode.Unimplemented
        or Grpc.Core.StatusCode.Internal
        or Grpc.Core.StatusCode.Unavailable
        or Grpc.Core.StatusCode.DataLoss;
}
