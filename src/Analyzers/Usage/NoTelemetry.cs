// GSDK3030 (opt-in): a gRPC server that nobody can watch.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class NoTelemetryRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.NoTelemetry,
        "Register metrics or tracing",
        "AddGrpc without metrics or tracing: nobody sees how this server does",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: false,
        description: "ASP.NET Core measures and traces every gRPC call, but only exports what a telemetry library is told to collect.",
        helpLinkUri: RuleHelp.Link(UsageIds.NoTelemetry));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        ServerSetup.OnAddGrpc(rules, symbols, Rule, "AddOpenTelemetry", "ConfigureOpenTelemetry", "AddServiceDefaults", "UseAzureMonitor", "AddApplicationInsightsTelemetry", "UseHttpMetrics", "UseGrpcMetrics", "MeterListener");
}
