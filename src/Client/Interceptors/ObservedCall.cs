using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// The call object of a transport when an interceptor looks on. Headers are asked for only when the caller asks: a
/// transport takes them for looked at from then on.
/// </summary>
internal class ObservedCall(Func<Task<Metadata>> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
{
    // What Grpc.Core's call objects take, with this object as their state.
    public static readonly Func<object, Task<Metadata>> GetHeaders = static call => ((ObservedCall)call).HeadersAsync();

    public static readonly Func<object, Status> GetStatus = static call => ((ObservedCall)call).Status();

    public static readonly Func<object, Metadata> GetTrailers = static call => ((ObservedCall)call).Trailers();

    public static readonly Action<object> DisposeCall = static call => ((ObservedCall)call).Dispose();

    protected virtual Task<Metadata> HeadersAsync() => headers();

    protected virtual void Dispose() => dispose();

    protected Metadata Trailers() => trailers();

    private Status Status() => status();
}
