// The diagnostics of the registration generator: what can be seen from symbols alone.
using GrpcSdk.Generators.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Registration;

/// <summary>Descriptors GSDK4001 and following.</summary>
internal static class RegistrationDiagnostics
{
    public static readonly DiagnosticDescriptor ServiceNotUsable = Descriptors.Create(
        "GSDK4001",
        "A service class cannot be registered",
        "'{0}' cannot be registered as a gRPC service: it is {1}. Make it a concrete, non-generic class that its assembly can see.",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotAService = Descriptors.Create(
        "GSDK4002",
        "A class marked as a service does not derive from a generated service base",
        "'{0}' has [GrpcService] but does not derive from a base that protoc generated, such as 'UserService.UserServiceBase'",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotAnRpc = Descriptors.Create(
        "GSDK4003",
        "An interceptor is declared on something that is no RPC",
        "The interceptor '{0}' has no effect on '{1}': {2}",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor WrongSide = Descriptors.Create(
        "GSDK4004",
        "An interceptor is declared on the wrong side",
        "'{0}' intercepts only calls of a {1}, but is declared for a {2}: it would do nothing",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NoConstructor = Descriptors.Create(
        "GSDK4005",
        "An interceptor cannot be built",
        "'{0}' cannot be built from services: it is abstract, not visible here, or has no constructor whose parameters are all services",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor KindNotCovered = Descriptors.Create(
        "GSDK4006",
        "An interceptor forgets a kind of call",
        "'{0}' does not override {1}, so it is bypassed by '{2}'. Derive from '{3}' to cover all kinds.",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor EqualOrder = Descriptors.Create(
        "GSDK4007",
        "Two interceptors have the same order",
        "'{0}' and '{1}' both have Order {2} around '{3}': which of them is outside is not said",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor RecoveryInside = Descriptors.Create(
        "GSDK4008",
        "Recovery is not the outermost interceptor",
        "'{0}' (Order {1}) runs outside of recovery (Order {2}) around '{3}': an exception that it throws reaches the caller as UNKNOWN",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor DeclaredTwice = Descriptors.Create(
        "GSDK4009",
        "An interceptor is declared twice in one place",
        "'{0}' is declared more than once on {1}; only the last declaration counts",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor DuplicateClient = Descriptors.Create(
        "GSDK4010",
        "Two clients have the same name",
        "The clients '{0}' and '{1}' both have the name '{2}', which is also the name of their configuration section. Give one of them a Name.",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor UnknownClient = Descriptors.Create(
        "GSDK4011",
        "A client interceptor is declared for a client that is not registered",
        "'{0}' is declared for '{1}', which no [assembly: GrpcClient<{1}>] registers",
        DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor SameService = Descriptors.Create(
        "GSDK4018",
        "Two classes are registered for one service",
        "'{0}' and '{1}' both have [GrpcService] and implement '{2}': no call could be told which of them to run. Take the attribute off one of them.",
        DiagnosticSeverity.Error);
}
