using System.Collections.Concurrent;
using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>Which status a caller gets for an exception that a handler did not turn into one.</summary>
public sealed class GrpcRecoveryOptions
{
    private readonly ConcurrentDictionary<Type, Func<Exception, ServerCallContext, RpcError>> _map = new();

    /// <summary>Starts with the defaults: <see cref="NotImplementedException"/> is UNIMPLEMENTED, <see cref="TimeoutException"/> is DEADLINE_EXCEEDED.</summary>
    public GrpcRecoveryOptions()
    {
        Map<NotImplementedException>(StatusCode.Unimplemented, "The method is not implemented.");
        Map<TimeoutException>(StatusCode.DeadlineExceeded, "The operation took too long.");
    }

    /// <summary>
    /// The status for a failed call to another server. Default: <see cref="DownstreamErrors.Translate"/>.
    /// </summary>
    public Func<DownstreamRpcException, ServerCallContext, RpcError> Downstream { get; set; } = DownstreamErrors.Translate;

    /// <summary>Maps a type of exception, and the types derived from it, to a status with a fixed message.</summary>
    /// <typeparam name="TException">The exception. The mapping of the nearest base type wins.</typeparam>
    /// <param name="code">The status code; not OK.</param>
    /// <param name="message">What the caller reads. The text of the exception is never sent.</param>
    public GrpcRecoveryOptions Map<TException>(StatusCode code, string message)
        where TException : Exception =>
        Map<TException>((_, _) => new RpcError(code, message));

    /// <summary>Maps a type of exception, and the types derived from it, to a status with details.</summary>
    /// <typeparam name="TException">The exception. The mapping of the nearest base type wins.</typeparam>
    /// <param name="map">Makes the error. Everything that it puts in is sent to the caller.</param>
    public GrpcRecoveryOptions Map<TException>(Func<TException, ServerCallContext, RpcError> map)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(map);
        _map[typeof(TException)] = (error, context) => map((TException)error, context);
        return this;
    }

    internal RpcError? Find(Exception error, ServerCallContext context)
    {
        for (var type = error.GetType(); type is not null; type = type.BaseType)
        {
            if (_map.TryGetValue(type, out var map))
            {
                return map(error, context);
            }
        }

        return error is AggregateException { InnerExceptions: [var only] } ? Find(only, context) : null;
    }
}
