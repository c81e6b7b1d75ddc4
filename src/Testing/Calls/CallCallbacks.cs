// The delegates that Grpc.Core's call objects take, once for all calls: the call itself is their state.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Callbacks of <see cref="AsyncUnaryCall{TResponse}"/> and its siblings.</summary>
internal static class CallCallbacks
{
    public static readonly Func<object, Task<Metadata>> Headers = static call => ((RpcCall)call).GetResponseHeadersAsync();

    public static readonly Func<object, Status> Status = static call => ((RpcCall)call).GetStatus();

    public static readonly Func<object, Metadata> Trailers = static call => ((RpcCall)call).GetTrailers();

    public static readonly Action<object> Dispose = static call => ((RpcCall)call).Dispose();
}
