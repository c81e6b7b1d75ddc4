using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>One call as one <see cref="ServerInterceptor"/> sees it, of whatever kind the method is.</summary>
public sealed class ServerCall
{
    internal ServerCall(ServerCallContext context, MethodType kind)
    {
        Context = context;
        Kind = kind;
    }

    /// <summary>The call: metadata, deadline, cancellation, peer.</summary>
    public ServerCallContext Context { get; }

    /// <summary>Unary, client streaming, server streaming or duplex streaming.</summary>
    public MethodType Kind { get; }

    /// <summary>The full name of the method, <c>package.Service/Method</c>.</summary>
    public string Method => Context.Method.TrimStart('/');

    /// <summary>Anything that the interceptor wants to find again in its later callbacks for this call. No other interceptor sees it.</summary>
    public object? State { get; set; }
}
