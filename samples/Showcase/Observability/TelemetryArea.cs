// Metrics for Prometheus at /metrics, and traces over OTLP to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names.

using GrpcSdk;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Showcase.Observability;

internal static class TelemetryArea
{
    /// <summary>OpenTelemetry's own setting: where traces go, such as <c>http://localhost:4317</c>. Without it none are made.</summary>
    public const string CollectorSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "grpcsdk-showcase";
    /// <summary>Where Prometheus reads.</summary>
    public const string MetricsPath = "/metrics";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(RpcTelemetry.ServerMeter, RpcTelemetry.ClientMeter, "Microsoft.AspNetCore.Server.Kestrel")
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(configuration[CollectorSetting]))
        {
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsWorthTracing)
                // Its span stands for the HTTP request too, of which a call may need several.
                .AddGrpcClientInstrumentation(client => client.SuppressDownstreamInstrumentation = true)
                .AddOtlpExporter());
        }

        return services;
    }

    /// <summary>Serves what was measured, in Prometheus' text format, on every endpoint.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint(MetricsPath);

    // Probes and scrapes come every few seconds and say nothing about what callers see.
    private static bool IsWorthTracing(HttpContext context) =>
        !context.Request.Path.StartsWithSegments($"/{Grpc.Health.V1.Health.Descriptor.FullName}", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(MetricsPath, StringComparison.Ordinal);
}
