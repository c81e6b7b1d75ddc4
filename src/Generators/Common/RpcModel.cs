// What every generator knows of an RPC, a client and a service: plain values, read once from symbols by RpcParser.
namespace GrpcSdk.Generators.Common;

/// <summary>The four kinds of RPC, with the names of <c>Grpc.Core.MethodType</c>.</summary>
internal enum RpcKind
{
    Unary,
    ClientStreaming,
    ServerStreaming,
    DuplexStreaming,
}

/// <summary>One RPC.</summary>
/// <param name="Name">The name in the proto file, verbatim.</param>
/// <param name="Kind">Which sides stream.</param>
/// <param name="RequestType">The request message, <c>global::</c>-qualified.</param>
/// <param name="ResponseType">The response message, <c>global::</c>-qualified.</param>
/// <param name="Obsolete">The arguments of <c>[Obsolete]</c> as C#, empty for none, null when the RPC is not deprecated.</param>
internal sealed record RpcModel(string Name, RpcKind Kind, string RequestType, string ResponseType, string? Obsolete);

/// <summary>A class that protoc's gRPC plugin generated for callers.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="ServiceClass">The static class around it, <c>global::</c>-qualified; the client itself when there is none.</param>
/// <param name="ServiceName">The service's short name.</param>
/// <param name="Type">The client, <c>global::</c>-qualified.</param>
/// <param name="IsPublic">Whether the client and everything around it are public.</param>
/// <param name="Obsolete">As in <see cref="RpcModel"/>.</param>
/// <param name="Rpcs">The RPCs in declaration order.</param>
internal sealed record ClientModel(
    string Namespace,
    string ServiceClass,
    string ServiceName,
    string Type,
    bool IsPublic,
    string? Obsolete,
    EquatableArray<RpcModel> Rpcs);
