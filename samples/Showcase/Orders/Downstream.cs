// Calls to other services on behalf of a call: they inherit its deadline and its cancellation, and what they say is
// translated into what it means to our own caller.

using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;

namespace Showcase.Orders;

internal static class Downstream
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Deadline, cancellation for a call that another call makes.</summary>
    public static CallOptions Options(ServerCallContext context) =>
        new(deadline: context.Deadline == DateTime.MaxValue ? null : context.Deadline, cancellationToken: context.CancellationToken);

    /// <summary>Calls another service.</summary>
    /// <param name="method">Full name of the method.</param>
    /// <param name="field">Field of our own request that names what is asked for.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: what the field names does not exist; UNAVAILABLE: try again;
    /// DEADLINE_EXCEEDED, CANCELLED: as the other service says.</exception>
    /// <exception cref="DownstreamRpcException">Anything else; none of our caller's business.</exception>
    public static async Task<T> CallAsync<T>(string method, string field, Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException exception)
        {
            throw exception.StatusCode switch
            {
                StatusCode.NotFound => RpcErrors.Invalid(field, "It does not exist."),
                StatusCode.Unavailable => RpcErrors.New(StatusCode.Unavailable, "A service that this one needs is not available.", "DOWNSTREAM_UNAVAILABLE")
                    .SetRetryDelay(exception.GetRetryDelay() ?? RetryDelay)
                    .ToException(),
                StatusCode.DeadlineExceeded => RpcErrors.New(StatusCode.DeadlineExceeded, $"The deadline passed during {method}.", "DEADLINE_EXCEEDED").ToException(),
                StatusCode.Cancelled => RpcErrors.New(StatusCode.Cancelled, $"The call was cancelled during {method}.", "CANCELLED").ToException(),
                _ => new DownstreamRpcException(method, exception),
            };
        }
    }
}
