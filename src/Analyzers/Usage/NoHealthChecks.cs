// GSDK3029 (opt-in): a gRPC server that no orchestrator can ask how it is.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class NoHealthChecksRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.NoHealthChecks,
        "Serve grpc.health.v1.Health",
        "AddGrpc without health checks: orchestrators and client-side load balancers cannot see whether this server is ready",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: false,
        description: "Kubernetes, proxies and gRPC clients ask grpc.health.v1.Health. Without it a server gets calls before it is ready and while it shuts down.",
        helpLinkUri: RuleHelp.Link(UsageIds.NoHealthChecks));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        ServerSetup.OnAddGrpc(rules, symbols, Rule, "AddGrpcHealthChecks", "MapGrpcHealthChecksService", "HealthServiceImpl");
}
