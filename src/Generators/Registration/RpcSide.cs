// What differs between the interceptors of a server and of a client.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Registration;

/// <summary>The server's or the client's view of an interceptor.</summary>
internal abstract class RpcSide
{
    public static readonly RpcSide Server = new ServerSide();
    public static readonly RpcSide Client = new ClientSide();

    private static readonly RpcKind[] AllKinds = [RpcKind.Unary, RpcKind.ClientStreaming, RpcKind.ServerStreaming, RpcKind.DuplexStreaming];

    public abstract string Name { get; }

    /// <summary>The base class of the library that covers all kinds.</summary>
    public abstract string BaseClass { get; }

    public abstract RpcSide Opposite { get; }

    /// <summary>The kinds that an interceptor covers on this side.</summary>
    public abstract RpcKinds Kinds(InterceptorModel interceptor);

    /// <summary>The kinds that a class covers that overrides these methods.</summary>
    public RpcKinds Covered(HashSet<string> overridden) =>
        AllKinds.Where(kind => Methods(kind).All(overridden.Contains)).Aggregate(RpcKinds.None, (kinds, kind) => kinds | ToFlag(kind));

    /// <summary>Whether a class that overrides these methods intercepts unary calls, on either side.</summary>
    public static bool InterceptsUnary(HashSet<string> overridden) => overridden.Contains("UnaryServerHandler") || overridden.Contains("AsyncUnaryCall");

    /// <summary>The methods to override for some kinds.</summary>
    public string MethodNames(RpcKinds kinds) =>
        string.Join(", ", AllKinds.Where(kind => kinds.HasFlag(ToFlag(kind))).SelectMany(Methods));

    public static RpcKinds ToFlag(RpcKind kind) => (RpcKinds)(1 << (int)kind);

    protected abstract string[] Methods(RpcKind kind);

    private sealed class ServerSide : RpcSide
    {
        public override string Name => "server";

        public override string BaseClass => "ServerInterceptor";

        public override RpcSide Opposite => Client;

        public override RpcKinds Kinds(InterceptorModel interceptor) => interceptor.ServerKinds;

        protected override string[] Methods(RpcKind kind) => [$"{kind}ServerHandler"];
    }

    private sealed class ClientSide : RpcSide
    {
        public override string Name => "client";

        public override string BaseClass => "ClientInterceptor";

        public override RpcSide Opposite => Server;

        public override RpcKinds Kinds(InterceptorModel interceptor) => interceptor.ClientKinds;

        protected override string[] Methods(RpcKind kind) => kind == RpcKind.Unary ? ["AsyncUnaryCall", "BlockingUnaryCall"] : [$"Async{kind}Call"];
    }
}
