using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ServerSetupTests
{
    [Theory]
    [InlineData("builder.Services.[|AddGrpc|]();")]
    [InlineData("builder.Services.[|AddGrpc|](options => options.EnableDetailedErrors = false).AddServiceOptions<GreeterService>(_ => { });")]
    public async Task Reports_a_server_without_health_checks_or_telemetry(string statement)
    {
        await Verify<NoHealthChecksRule>.Reports(Sources.Program(statement));
        await Verify<NoTelemetryRule>.Reports(Sources.Program(statement));
    }

    [Theory]
    [InlineData("builder.Services.AddGrpc();\nbuilder.Services.AddGrpcHealthChecks();", "")]
    [InlineData("builder.Services.AddGrpc();\nvar app = builder.Build();\napp.MapGrpcHealthChecksService();", "")]
    [InlineData("builder.Services.AddGrpc();", "public sealed class Health : Grpc.HealthCheck.HealthServiceImpl { }")]
    [InlineData("builder.Services.AddControllers();", "")]
    [InlineData("Own.AddGrpc(builder.Services);", "public static class Own { public static void AddGrpc(IServiceCollection services) { } }")]
    public Task Is_silent_on_a_server_with_health_checks(string statements, string types) => Verify<NoHealthChecksRule>.Silent(Sources.Program(statements, types));

    [Theory]
    [InlineData("builder.Services.AddGrpc();\nbuilder.Services.AddOpenTelemetry();")]
    [InlineData("builder.Services.AddGrpc();\nbuilder.AddServiceDefaults();")]
    [InlineData("builder.Services.AddGrpcReflection2();")]
    [InlineData("builder.Services.AddControllers();")]
    public Task Is_silent_on_a_server_with_telemetry(string statements) => Verify<NoTelemetryRule>.Silent(Sources.Program(statements, """
        public static class Telemetry
        {
            public static void AddOpenTelemetry(this IServiceCollection services) { }
            public static void AddServiceDefaults(this WebApplicationBuilder builder) { }
            public static void AddGrpcReflection2(this IServiceCollection services) { }
        }
        """.Replace(statements.Contains("AddOpenTelemetry", StringComparison.Ordinal) ? "AddServiceDefaults" : "AddOpenTelemetry", "Unrelated", StringComparison.Ordinal)));
}
