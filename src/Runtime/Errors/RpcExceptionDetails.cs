using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace GrpcSdk;

/// <summary>Reads the standard error details of a failed call. A status that cannot be parsed counts as one without details.</summary>
public static class RpcExceptionDetails
{
    /// <summary>The first detail of a type, if the server sent one.</summary>
    /// <typeparam name="TDetail">The detail, for example <see cref="BadRequest"/>.</typeparam>
    /// <param name="exception">The failed call.</param>
    /// <param name="detail">The detail.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetDetail<TDetail>(this RpcException exception, [NotNullWhen(true)] out TDetail? detail)
        where TDetail : class, IMessage<TDetail>, new()
    {
        ArgumentNullException.ThrowIfNull(exception);
        detail = null;
        try
        {
            detail = exception.GetRpcStatus()?.GetDetail<TDetail>();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            // Trailers come from outside: a broken detail must not hide the status that it came with.
        }

        return detail is not null;
    }

    /// <summary>The violated fields, or an empty list.</summary>
    /// <param name="exception">The failed call.</param>
    public static IReadOnlyList<BadRequest.Types.FieldViolation> GetFieldViolations(this RpcException exception) =>
        exception.TryGetDetail<BadRequest>(out var detail) ? detail.FieldViolations : [];

    /// <summary>How long the server asks to wait before the next try, or <see langword="null"/> when it does not say.</summary>
    /// <param name="exception">The failed call.</param>
    public static TimeSpan? GetRetryDelay(this RpcException exception) =>
        exception.TryGetDetail<RetryInfo>(out var detail) && detail.RetryDelay is { } delay ? delay.ToTimeSpan() : null;

    /// <summary>The machine-readable cause, or <see langword="null"/>.</summary>
    /// <param name="exception">The failed call.</param>
    public static ErrorInfo? GetErrorInfo(this RpcException exception) =>
        exception.TryGetDetail<ErrorInfo>(out var detail) ? detail : null;
}
