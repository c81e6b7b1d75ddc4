// The delegates that Grpc.Core's call objects take, once for all calls: the call itself is their state.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Callbacks of <see cref="AsyncUnaryCall{TResponse}"/> and its siblings.</summary>
internal static class CallCallbacks
{
    public static readonly Func<object, Task<Metadata>> Headers = HeadersOf;

    public static readonly Func<object, Status> Status = StatusOf;

    public static readonly Func<object, Metadata> Trailers = TrailersOf;

    public static readonly Action<object> Dispose = DisposeOf;

    private static Task<Metadata> HeadersOf(object call) => ((RpcCall)call).GetResponseHeadersAsync();

    private static Status StatusOf(object call) => ((RpcCall)call).GetStatus();

    private static Metadata TrailersOf(object call) => ((RpcCall)call).GetTrailers();

    private static void DisposeOf(object call) => ((RpcCall)call).Dispose();
}
