using Grpc.Core;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Limits the cost of the messages that callers send, within streams too: a limit on calls alone lets one stream carry
/// any number of messages. RESOURCE_EXHAUSTED with <c>RetryInfo</c> when exceeded.
/// </summary>
/// <param name="options">The limiter and the cost of a message.</param>
public sealed class MessageLimitInterceptor(IOptions<GrpcMessageLimitOptions> options) : ServerInterceptor
{
    /// <inheritdoc/>
    protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message)
    {
        ArgumentNullException.ThrowIfNull(call);
        var limiter = options.Value.Limiter
            ?? throw new InvalidOperationException($"{nameof(MessageLimitInterceptor)} needs {nameof(GrpcMessageLimitOptions)}.{nameof(GrpcMessageLimitOptions.Limiter)}.");
        var cost = options.Value.Cost(message);
        if (cost == 0)
        {
            return ValueTask.CompletedTask;
        }

        using var lease = limiter.AttemptAcquire(call.Context.GetHttpContext(), cost);
        return lease.IsAcquired
            ? ValueTask.CompletedTask
            : throw GrpcRateLimit.Exceeded(GrpcRateLimit.RetryDelay(lease)).ToException();
    }
}
