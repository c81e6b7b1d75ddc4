using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class OptInFixTests
{
    [Theory]
    [InlineData("await [|client.SayHelloAsync(request)|];", "await client.SayHelloAsync(request, deadline: DateTime.UtcNow.AddSeconds(30));")]
    [InlineData("[|client.SayHello(request, cancellationToken: token)|];", "client.SayHello(request, cancellationToken: token, deadline: DateTime.UtcNow.AddSeconds(30));")]
    [InlineData("await [|client.SayHelloAsync(request, new CallOptions(cancellationToken: token))|];", "await client.SayHelloAsync(request, new CallOptions(cancellationToken: token, deadline: DateTime.UtcNow.AddSeconds(30)));")]
    public Task Sets_a_deadline(string before, string after) => VerifyFix<NoDeadlineRule, NoDeadlineFix>.Changes(Sources.Client(before), Sources.Client(after));

    [Fact]
    public Task Requires_authorization() => VerifyFix<NoAuthorizationRule, NoAuthorizationFix>.Changes(
        """
        /// <summary>Greets.</summary>
        public sealed class [|GreeterService|] : Greeter.GreeterBase
        {
        }
        """,
        """
        using Microsoft.AspNetCore.Authorization;

        /// <summary>Greets.</summary>
        [Authorize]
        public sealed class GreeterService : Greeter.GreeterBase
        {
        }
        """);

    [Fact]
    public Task Adds_health_checks() => VerifyFix<NoHealthChecksRule, NoHealthChecksFix>.Changes(
        Sources.Program("builder.Services.[|AddGrpc|]();\nvar app = builder.Build();\napp.MapGrpcService<GreeterService>();\napp.Run();"),
        Sources.Program("builder.Services.AddGrpc();\nbuilder.Services.AddGrpcHealthChecks();\nvar app = builder.Build();\napp.MapGrpcService<GreeterService>();\napp.MapGrpcHealthChecksService();\napp.Run();"));

    [Fact]
    public Task Collects_telemetry() => VerifyFix<NoTelemetryRule, NoTelemetryFix>.Run(
        Sources.Program("builder.Services.[|AddGrpc|]();"),
        Sources.Program("builder.Services.AddGrpc();\nbuilder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Microsoft.AspNetCore.Hosting\", \"Microsoft.AspNetCore.Server.Kestrel\")).WithTracing(tracing => tracing.AddSource(\"Microsoft.AspNetCore\"));"),
        test =>
        {
            foreach (var state in new[] { test.TestState, test.FixedState })
            {
                var telemetry = state.AdditionalProjects["OpenTelemetry"];
                telemetry.Sources.Add(OpenTelemetry);
                telemetry.AdditionalReferences.AddRange(GrpcReferences.All);
                state.AdditionalProjectReferences.Add("OpenTelemetry");
            }
        });

    [Fact]
    public Task Leaves_a_project_without_OpenTelemetry_alone() => VerifyFix<NoTelemetryRule, NoTelemetryFix>.Leaves(Sources.Program("builder.Services.[|AddGrpc|]();"));

    // The shape of the OpenTelemetry.Extensions.Hosting package, in an assembly of its own as there.
    private const string OpenTelemetry = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class OpenTelemetryServicesExtensions
            {
                public static OpenTelemetry.OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services) => new();
            }
        }

        namespace OpenTelemetry
        {
            public sealed class OpenTelemetryBuilder
            {
                public OpenTelemetryBuilder WithMetrics(System.Action<Metrics> configure) => this;
                public OpenTelemetryBuilder WithTracing(System.Action<Tracing> configure) => this;
            }

            public sealed class Metrics
            {
                public Metrics AddMeter(params string[] names) => this;
            }

            public sealed class Tracing
            {
                public Tracing AddSource(params string[] names) => this;
            }
        }
        """;
}
