// Reads RPCs, clients and services from symbols, so that stubs of this project, of a referenced assembly and of
// any protoc plugin that derives from ClientBase<T> look the same.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Common;

/// <summary>Turns generated client and service classes into models.</summary>
internal static class RpcParser
{
    private const string Async = "Async";

    /// <summary>Reads a class that derives from <c>ClientBase&lt;T&gt;</c>; null for any other class.</summary>
    public static ClientModel? ParseClient(INamedTypeSymbol client, CancellationToken cancellationToken)
    {
        if (client.FindClientBase() is null || client.IsAbstract)
        {
            return null;
        }

        var service = client.ContainingType ?? client;
        return new ClientModel(
            client.ContainingNamespace.IsGlobalNamespace ? "" : client.ContainingNamespace.ToDisplayString(),
            service.Qualified(),
            ServiceNameOf(client),
            client.Qualified(),
            IsPublic(client),
            ObsoleteArguments(client) ?? (client.ContainingType is { } outer ? ObsoleteArguments(outer) : null),
            ParseClientRpcs(client, cancellationToken).ToEquatableArray());
    }

    /// <summary>The RPCs of a client: the methods whose last parameter is <c>CallOptions</c> and that return an asynchronous call.</summary>
    public static IEnumerable<RpcModel> ParseClientRpcs(INamedTypeSymbol client, CancellationToken cancellationToken) =>
        ClientMethods(client, cancellationToken).Select(m => m.Rpc);

    /// <summary>The same with the symbols, for parsers that look into the messages. Nothing of it may leave the parser.</summary>
    public static IEnumerable<(RpcModel Rpc, IMethodSymbol Method, ITypeSymbol Request, ITypeSymbol Response)> ClientMethods(
        INamedTypeSymbol client,
        CancellationToken cancellationToken)
    {
        foreach (var member in client.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { Parameters.Length: > 0, ReturnType: INamedTypeSymbol call } method
                && method.Parameters[method.Parameters.Length - 1].Type.Is(GrpcTypes.CallOptions)
                && KindOfCall(call) is { } kind
                && MessagesOf(call, method, kind) is var (request, response))
            {
                yield return (new RpcModel(RpcName(method.Name, kind), kind, request.Qualified(), response.Qualified(), ObsoleteArguments(method)), method, request, response);
            }
        }
    }

    /// <summary>The RPCs of a generated service base: its virtual methods that take a <c>ServerCallContext</c>.</summary>
    public static IEnumerable<(RpcModel Rpc, IMethodSymbol Method)> ServiceMethods(INamedTypeSymbol serviceBase, CancellationToken cancellationToken)
    {
        foreach (var member in serviceBase.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { IsVirtual: true, Parameters.Length: 2 or 3 } method
                && method.Parameters[method.Parameters.Length - 1].Type.Is(GrpcTypes.ServerCallContext)
                && ParseServiceMethod(method) is { } rpc)
            {
                yield return (rpc, method);
            }
        }
    }

    /// <summary>The arguments of <c>[Obsolete]</c> as C#: empty for none, null when the attribute is absent.</summary>
    public static string? ObsoleteArguments(ISymbol symbol)
    {
        var attribute = symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass.Is("System.ObsoleteAttribute"));
        return attribute is null
            ? null
            : string.Join(", ", attribute.ConstructorArguments.Select(a => a.ToCSharpString()));
    }

    /// <summary>The class whose <c>Descriptor</c> describes the service of a client, <c>global::</c>-qualified; null when there is none.</summary>
    public static string? DescriptorOwner(INamedTypeSymbol client) =>
        client.ContainingType is { } service
        && service.GetMembers("Descriptor").OfType<IPropertySymbol>().Any(p => p.IsStatic && p.Type.Is("Google.Protobuf.Reflection.ServiceDescriptor"))
            ? service.Qualified()
            : null;

    private static RpcKind? KindOfCall(INamedTypeSymbol call) => call.MetadataName switch
    {
        "AsyncUnaryCall`1" when call.Is("Grpc.Core.AsyncUnaryCall`1") => RpcKind.Unary,
        "AsyncServerStreamingCall`1" when call.Is("Grpc.Core.AsyncServerStreamingCall`1") => RpcKind.ServerStreaming,
        "AsyncClientStreamingCall`2" when call.Is("Grpc.Core.AsyncClientStreamingCall`2") => RpcKind.ClientStreaming,
        "AsyncDuplexStreamingCall`2" when call.Is("Grpc.Core.AsyncDuplexStreamingCall`2") => RpcKind.DuplexStreaming,
        _ => null,
    };

    // Streaming requests are type arguments of the call, the others are the first parameter.
    private static (ITypeSymbol Request, ITypeSymbol Response)? MessagesOf(INamedTypeSymbol call, IMethodSymbol method, RpcKind kind)
    {
        var takesRequest = kind is RpcKind.Unary or RpcKind.ServerStreaming;
        return (takesRequest, method.Parameters.Length) switch
        {
            (true, 2) => (method.Parameters[0].Type, call.TypeArguments[0]),
            (false, 1) => (call.TypeArguments[0], call.TypeArguments[1]),
            _ => null,
        };
    }

    // Only a unary RPC has a suffix, and only one: the RPC `GetAsync` has the method `GetAsyncAsync`.
    private static string RpcName(string method, RpcKind kind) =>
        kind == RpcKind.Unary && method.EndsWith(Async, StringComparison.Ordinal) ? method.Substring(0, method.Length - Async.Length) : method;

    private static RpcModel? ParseServiceMethod(IMethodSymbol method)
    {
        var first = method.Parameters[0].Type;
        var requestStream = StreamedBy(first, "Grpc.Core.IAsyncStreamReader`1");
        var responseStream = method.Parameters.Length == 3 ? StreamedBy(method.Parameters[1].Type, "Grpc.Core.IServerStreamWriter`1") : null;
        var response = responseStream ?? (method.ReturnType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        if (response is null || (method.Parameters.Length == 3 && responseStream is null))
        {
            return null;
        }

        var kind = (requestStream, responseStream) switch
        {
            (null, null) => RpcKind.Unary,
            (null, _) => RpcKind.ServerStreaming,
            (_, null) => RpcKind.ClientStreaming,
            _ => RpcKind.DuplexStreaming,
        };
        return new RpcModel(method.Name, kind, (requestStream ?? first).Qualified(), response.Qualified(), ObsoleteArguments(method));
    }

    private static ITypeSymbol? StreamedBy(ITypeSymbol type, string stream) =>
        type.Is(stream) ? ((INamedTypeSymbol)type).TypeArguments[0] : null;

    private static string ServiceNameOf(INamedTypeSymbol client) =>
        client.ContainingType?.Name
        ?? (client.Name.EndsWith("Client", StringComparison.Ordinal) && client.Name.Length > 6 ? client.Name.Substring(0, client.Name.Length - 6) : client.Name);

    private static bool IsPublic(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }
}
