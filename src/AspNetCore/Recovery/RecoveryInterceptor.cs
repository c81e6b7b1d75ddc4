using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Turns every exception that a handler or an interceptor further inside lets out into the right status. Put it
/// outermost. Exception texts are never sent.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>An <see cref="RpcException"/> is the handler's own word and passes.</item>
/// <item>A <see cref="DownstreamRpcException"/> is another server's word and is translated (<see cref="GrpcRecoveryOptions.Downstream"/>).</item>
/// <item>Cancellation of the call becomes DEADLINE_EXCEEDED when the deadline passed, else CANCELLED; any other while the server stops UNAVAILABLE. Without this, gRPC reports UNKNOWN.</item>
/// <item>Everything else goes through <see cref="GrpcRecoveryOptions"/>, and becomes INTERNAL when nothing is mapped.</item>
/// </list>
/// </remarks>
/// <param name="logger">Where server faults are logged.</param>
/// <param name="options">The mapping.</param>
/// <param name="telemetry">Whether exception messages may be logged.</param>
public sealed class RecoveryInterceptor(
    ILogger<RecoveryInterceptor> logger,
    IOptions<GrpcRecoveryOptions> options,
    IOptions<GrpcTelemetryOptions> telemetry) : ServerInterceptor
{
    private readonly ExceptionRecorder _exceptions = new(logger, telemetry);

    /// <inheritdoc/>
    protected override bool ObservesMessages => false;

    /// <inheritdoc/>
    protected override ValueTask OnEndAsync(ServerCall call, Exception? error)
    {
        ArgumentNullException.ThrowIfNull(call);
        return error is null or (RpcException and not DownstreamRpcException)
            ? ValueTask.CompletedTask
            : throw Translate(call, error).ToException();
    }

    // A handler that reads without a token would otherwise hang until the connection is cut. Writes are left alone: to
    // cancel one resets the stream, and the caller gets INTERNAL.
    private protected override IAsyncStreamReader<T> Observe<T>(ServerCall call, IAsyncStreamReader<T> stream) =>
        new CancellableStreamReader<T>(call.Context, stream);

    internal static RpcError DeadlineExceeded() => new(StatusCode.DeadlineExceeded, "The deadline passed.");

    private static RpcError Stopping() => new(StatusCode.Unavailable, "The server is stopping.");

    private static bool IsStopping(HttpContext context) =>
        context.RequestServices.GetService<IHostApplicationLifetime>() is { ApplicationStopping.IsCancellationRequested: true };

    internal static RpcError Cancelled() => new(StatusCode.Cancelled, "The call was cancelled.");

    private RpcError Translate(ServerCall call, Exception error)
    {
        // gRPC refuses to write in a call that was cut off with an InvalidOperationException, and handlers have theirs.
        if (GrpcDrainMiddleware.WasCutOff(call.Context.GetHttpContext()))
        {
            return Stopping();
        }

        if (error is OperationCanceledException or IOException && call.Context.CancellationToken.IsCancellationRequested)
        {
            return GrpcCallOutcome.DeadlinePassed(call.Context) ? DeadlineExceeded() : Cancelled();
        }

        // The handler's own token ended with the server's, or with the drain's, as handlers of streams should.
        if (error is OperationCanceledException && IsStopping(call.Context.GetHttpContext()))
        {
            return Stopping();
        }

        var status = Mapped(call, error) ?? new RpcError(StatusCode.Internal, "An internal error occurred.");
        if (status.StatusCode.IsServerFault())
        {
            _exceptions.Record(call.Context.GetHttpContext(), call.Method, error, status.StatusCode);
        }

        return status;
    }

    private RpcError? Mapped(ServerCall call, Exception error)
    {
        try
        {
            return error is DownstreamRpcException downstream
                ? options.Value.Downstream(downstream, call.Context)
                : options.Value.Find(error, call.Context);
        }
        catch (Exception mappingError)
        {
            // A mapping that fails must not let the exception that it was given escape unrecovered.
            _exceptions.Record(call.Context.GetHttpContext(), call.Method, mappingError, StatusCode.Internal);
            return null;
        }
    }
}
