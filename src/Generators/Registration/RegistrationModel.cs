// What the registration generator knows of services, clients and interceptors: plain values.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Registration;

/// <summary>Which RPC kinds something covers; one bit per <see cref="RpcKind"/>.</summary>
[Flags]
internal enum RpcKinds
{
    None = 0,
    Unary = 1 << RpcKind.Unary,
    ClientStreaming = 1 << RpcKind.ClientStreaming,
    ServerStreaming = 1 << RpcKind.ServerStreaming,
    DuplexStreaming = 1 << RpcKind.DuplexStreaming,
    All = Unary | ClientStreaming | ServerStreaming | DuplexStreaming,
}

/// <summary>Where an interceptor is declared; the later one wins.</summary>
internal enum InterceptorLevel
{
    Assembly,
    Service,
    Method,
}

/// <summary>An argument of an interceptor's constructor, taken from the service provider.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Type">Its type, <c>global::</c>-qualified.</param>
/// <param name="Key">The key of <c>[FromKeyedServices]</c> as C#, or null.</param>
/// <param name="IsOptional">Whether null is passed when no such service exists.</param>
internal sealed record ConstructorArgument(string Name, string Type, string? Key, bool IsOptional);

/// <summary>An interceptor class.</summary>
/// <param name="Type">Its type, <c>global::</c>-qualified.</param>
/// <param name="Name">Its simple name, for messages.</param>
/// <param name="Arguments">The constructor's arguments; null when no constructor can be called.</param>
/// <param name="ServerKinds">The server kinds that it intercepts.</param>
/// <param name="ClientKinds">The client kinds that it intercepts.</param>
/// <param name="IsRecovery">Whether it is the recovery interceptor of the library.</param>
/// <param name="IsJudgedByItself">Whether it stands in this project and intercepts unary calls: then GSDK3007 reports, on the
/// class and with a fix, which kinds it lacks.</param>
internal sealed record InterceptorModel(
    string Type,
    string Name,
    EquatableArray<ConstructorArgument>? Arguments,
    RpcKinds ServerKinds,
    RpcKinds ClientKinds,
    bool IsRecovery,
    bool IsJudgedByItself);

/// <summary>One attribute that declares an interceptor.</summary>
/// <param name="Interceptor">The interceptor.</param>
/// <param name="Order">The declared order.</param>
/// <param name="Enabled">False takes an outer declaration off.</param>
/// <param name="Lifetime">The name of the <c>ServiceLifetime</c>.</param>
/// <param name="Level">Where it stands.</param>
/// <param name="Method">The method, on method level.</param>
/// <param name="Client">The client that a client interceptor is for; null for all.</param>
/// <param name="Location">The attribute.</param>
internal sealed record InterceptorDeclaration(
    InterceptorModel Interceptor,
    int Order,
    bool Enabled,
    string Lifetime,
    InterceptorLevel Level,
    string? Method,
    string? Client,
    LocationInfo? Location);

/// <summary>A service class as it stands in the source.</summary>
/// <param name="Type">Its type, <c>global::</c>-qualified.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Service">The base that protoc generated, <c>global::</c>-qualified: which service it is.</param>
/// <param name="Location">The class.</param>
/// <param name="Rpcs">All RPCs of its base.</param>
/// <param name="Declarations">The interceptors declared on the class and on its methods.</param>
internal sealed record ServiceDeclaration(
    string Type,
    string Name,
    string Service,
    LocationInfo? Location,
    EquatableArray<ServiceRpc> Rpcs,
    EquatableArray<InterceptorDeclaration> Declarations);

/// <summary>An RPC of a service.</summary>
internal sealed record ServiceRpc(string Name, RpcKind Kind);

/// <summary>A client as an assembly attribute names it.</summary>
/// <param name="Type">The client, <c>global::</c>-qualified.</param>
/// <param name="Name">The name of its registration and configuration section.</param>
/// <param name="DescriptorOwner">The class whose <c>Descriptor</c> describes the service, or null.</param>
/// <param name="Location">The attribute.</param>
internal sealed record ClientDeclaration(string Type, string Name, string? DescriptorOwner, LocationInfo? Location);

/// <summary>One position in a service's list.</summary>
/// <param name="Interceptor">The interceptor.</param>
/// <param name="Order">Its order.</param>
/// <param name="Methods">The methods that it runs around; null for all.</param>
internal sealed record PlanEntry(InterceptorModel Interceptor, int Order, EquatableArray<string>? Methods);

/// <summary>A service and its flattened list.</summary>
internal sealed record ServicePlan(string Type, EquatableArray<PlanEntry> Entries);

/// <summary>A client and its flattened list.</summary>
internal sealed record ClientPlan(string Type, string Name, string? DescriptorOwner, EquatableArray<PlanEntry> Entries);

/// <summary>An interceptor in the service collection.</summary>
internal sealed record InterceptorRegistration(InterceptorModel Interceptor, string Lifetime);

/// <summary>Everything that the generated server registration says.</summary>
internal sealed record ServerRegistration(
    EquatableArray<InterceptorRegistration> Interceptors,
    EquatableArray<ServicePlan> Services);

/// <summary>Everything that the generated client registration says.</summary>
internal sealed record ClientRegistration(
    EquatableArray<InterceptorRegistration> Interceptors,
    EquatableArray<ClientPlan> Clients);
