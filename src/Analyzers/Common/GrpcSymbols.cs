// How the rules recognise gRPC: by the symbols of Grpc.Core.Api, never by names. One instance per compilation.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Common;

/// <summary>The gRPC types of a compilation, and the questions that rules ask about its symbols.</summary>
internal sealed class GrpcSymbols
{
    private static readonly ConditionalWeakTable<Compilation, Holder> Cache = new();

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IMethodSymbol, Role> _roles = new(SymbolEqualityComparer.Default);

    private GrpcSymbols(Compilation compilation, INamedTypeSymbol clientBase, INamedTypeSymbol serverCallContext)
    {
        _compilation = compilation;
        Mentions = new SourceMentions(compilation);
        ClientBase = clientBase;
        ServerCallContext = serverCallContext;
        BindServiceMethod = Type("Grpc.Core.BindServiceMethodAttribute");
        Interceptor = Type("Grpc.Core.Interceptors.Interceptor");
        CallOptions = Type("Grpc.Core.CallOptions");
        StreamReader = Type("Grpc.Core.IAsyncStreamReader`1");
        StreamWriter = Type("Grpc.Core.IAsyncStreamWriter`1");
        RpcException = Type("Grpc.Core.RpcException");
        Status = Type("Grpc.Core.Status");
        CancellationToken = Type("System.Threading.CancellationToken");
        Task = Type("System.Threading.Tasks.Task");
    }

    /// <summary>What the source mentions anywhere, for rules that stay silent then.</summary>
    public SourceMentions Mentions { get; }

    public INamedTypeSymbol ClientBase { get; }

    public INamedTypeSymbol ServerCallContext { get; }

    public INamedTypeSymbol? BindServiceMethod { get; }

    public INamedTypeSymbol? Interceptor { get; }

    public INamedTypeSymbol? CallOptions { get; }

    public INamedTypeSymbol? StreamReader { get; }

    public INamedTypeSymbol? StreamWriter { get; }

    public INamedTypeSymbol? RpcException { get; }

    public INamedTypeSymbol? Status { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public INamedTypeSymbol? Task { get; }

    /// <summary>The symbols of a compilation, or null when it does not reference gRPC.</summary>
    public static GrpcSymbols? For(Compilation compilation) => Cache.GetValue(compilation, Create).Symbols;

    /// <summary>Any other type by its metadata name, looked up once per compilation.</summary>
    public INamedTypeSymbol? Type(string metadataName) =>
        _others.GetOrAdd(metadataName, _compilation.GetTypeByMetadataName);

    /// <summary>Whether <paramref name="type"/> is, or is constructed from, the named type.</summary>
    public bool Is(ITypeSymbol? type, string metadataName) => Is(type, Type(metadataName));

    /// <summary>Whether <paramref name="type"/> is, or is constructed from, <paramref name="definition"/>.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? definition) =>
        type is not null && definition is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    /// <summary>A gRPC client: derives from <c>ClientBase</c>.</summary>
    public bool IsClient(ITypeSymbol? type) => type.DerivesFrom(ClientBase);

    /// <summary>A call on a gRPC client that starts an RPC, blocking or not.</summary>
    public bool IsClientCall(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, Parameters.Length: > 0 } && IsClient(method.ContainingType) &&
        !Is(method.ReturnType, method.ContainingType) && method.Parameters.Any(parameter => Is(parameter.Type, CallOptions) || Is(parameter.Type, CancellationToken));

    /// <summary>The generated base class with <c>[BindServiceMethod]</c> that <paramref name="type"/> derives from, if any.</summary>
    public INamedTypeSymbol? ServiceBase(ITypeSymbol? type)
    {
        if (BindServiceMethod is null)
        {
            return null;
        }

        for (var candidate = type?.BaseType; candidate is { SpecialType: SpecialType.None }; candidate = candidate.BaseType)
        {
            if (candidate.HasAttribute(BindServiceMethod))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>A service that is marked [GrpcService], in a project that maps its marked services.</summary>
    public bool IsMappedByGeneratedCode(ITypeSymbol service) => service.HasAttribute(Type("GrpcSdk.GrpcServiceAttribute")) && Mentions.Any("MapGrpcSdkServices");

    /// <summary>A handler: overrides an RPC method of a generated service base.</summary>
    public bool IsHandler(IMethodSymbol? method) => RoleOf(method) == Role.Handler;

    /// <summary>An override of one of the methods of <c>Interceptor</c>.</summary>
    public bool IsInterceptorMethod(IMethodSymbol? method) => RoleOf(method) is Role.ServerInterceptor or Role.ClientInterceptor;

    /// <summary>Code that answers a call: a handler, or the server side of an interceptor.</summary>
    public bool IsServerMethod(IMethodSymbol? method) => RoleOf(method) is Role.Handler or Role.ServerInterceptor;

    /// <summary>The parameter that holds the <c>ServerCallContext</c>, if there is one.</summary>
    public IParameterSymbol? ContextParameter(IMethodSymbol? method)
    {
        if (method is not null)
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter.Type.DerivesFrom(ServerCallContext))
                {
                    return parameter;
                }
            }
        }

        return null;
    }

    /// <summary>How messages name the RPC of a handler: <c>Greeter.SayHello</c>.</summary>
    public static string RpcName(IMethodSymbol method)
    {
        var root = method.RootOverride() ?? method;
        return $"{(root.ContainingType.ContainingType ?? root.ContainingType).Name}.{root.Name}";
    }

    /// <summary>Whether the type is, or implements, <c>IAsyncStreamWriter&lt;T&gt;</c>.</summary>
    public bool IsStreamWriter(ITypeSymbol? type) => type.Implements(StreamWriter);

    /// <summary>Whether the type is, or implements, <c>IAsyncStreamReader&lt;T&gt;</c>.</summary>
    public bool IsStreamReader(ITypeSymbol? type) => type.Implements(StreamReader);

    /// <summary>A client, bidirectional or server stream that holds resources until it is disposed.</summary>
    public bool IsStreamingCall(ITypeSymbol? type) =>
        Is(type, "Grpc.Core.AsyncServerStreamingCall`1") || Is(type, "Grpc.Core.AsyncClientStreamingCall`2") || Is(type, "Grpc.Core.AsyncDuplexStreamingCall`2");

    /// <summary>What a client returns before its call has ended: a streaming call, or one that is awaited.</summary>
    public bool IsAsyncCall(ITypeSymbol? type) => IsStreamingCall(type) || Is(type, "Grpc.Core.AsyncUnaryCall`1");

    /// <summary>A call of <c>WriteAsync</c> on a gRPC stream.</summary>
    public bool IsStreamWrite(IInvocationOperation call) =>
        call.TargetMethod is { Name: "WriteAsync", IsStatic: false } && call.Instance is not null && IsStreamWriter(call.Instance.Type);

    private Role RoleOf(IMethodSymbol? method) => method is { IsOverride: true } ? _roles.GetOrAdd(method, FindRole) : Role.None;

    private Role FindRole(IMethodSymbol method)
    {
        var declaring = method.RootOverride()?.ContainingType;
        var isServer = ContextParameter(method) is not null;
        if (Is(declaring, Interceptor))
        {
            return isServer ? Role.ServerInterceptor : Role.ClientInterceptor;
        }

        return isServer && declaring?.HasAttribute(BindServiceMethod) == true ? Role.Handler : Role.None;
    }

    private static Holder Create(Compilation compilation)
    {
        var clientBase = compilation.GetTypeByMetadataName("Grpc.Core.ClientBase");
        var context = compilation.GetTypeByMetadataName("Grpc.Core.ServerCallContext");
        return new Holder(clientBase is null || context is null ? null : new GrpcSymbols(compilation, clientBase, context));
    }

    /// <summary>What a method has to do with calls.</summary>
    private enum Role
    {
        None,
        Handler,
        ServerInterceptor,
        ClientInterceptor,
    }

    private sealed class Holder(GrpcSymbols? symbols)
    {
        public GrpcSymbols? Symbols { get; } = symbols;
    }
}
