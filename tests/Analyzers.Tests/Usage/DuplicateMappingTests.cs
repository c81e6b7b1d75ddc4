using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class DuplicateMappingTests
{
    private const string Types = """
        public sealed class OtherGreeter : Greeter.GreeterBase { }

        public sealed class CatalogService : Catalog.CatalogBase { }
        """;

    [Theory]
    [InlineData("app.MapGrpcService<GreeterService>();\n[|app.MapGrpcService<GreeterService>()|];")]
    [InlineData("app.MapGrpcService<GreeterService>();\napp.MapGrpcService<CatalogService>();\n[|app.MapGrpcService<OtherGreeter>()|];")]
    [InlineData("app.MapGrpcService<GreeterService>().AllowAnonymous();\n[|app.MapGrpcService<GreeterService>()|].DisableRateLimiting();")]
    [InlineData("app.UseEndpoints(routes =>\n{\n    routes.MapGrpcService<GreeterService>();\n    [|routes.MapGrpcService<GreeterService>()|];\n});")]
    public Task Reports_the_second_mapping_of_a_service(string statements) => Verify<DuplicateMappingRule>.Reports(Source(statements));

    [Theory]
    [InlineData("app.MapGrpcService<GreeterService>();\napp.MapGrpcService<CatalogService>();")]
    [InlineData("if (app.Environment.IsDevelopment())\n{\n    app.MapGrpcService<GreeterService>();\n}\nelse\n{\n    app.MapGrpcService<OtherGreeter>();\n}")]
    [InlineData("app.MapGrpcService<GreeterService>().RequireHost(\"a\");\napp.MapGrpcService<OtherGreeter>().RequireHost(\"b\");")]
    [InlineData("var other = WebApplication.CreateBuilder().Build();\napp.MapGrpcService<GreeterService>();\nother.MapGrpcService<GreeterService>();")]
    [InlineData("app.UseEndpoints(routes => routes.MapGrpcService<GreeterService>());\napp.UseEndpoints(routes => routes.MapGrpcService<OtherGreeter>());")]
    [InlineData("_ = args.Length > 0 ? app.MapGrpcService<GreeterService>() : app.MapGrpcService<OtherGreeter>();")]
    public Task Is_silent_on_mappings_that_do_not_meet(string statements) => Verify<DuplicateMappingRule>.Silent(Source(statements));

    [Fact]
    public Task Names_the_class_that_has_the_routes() => Verify<DuplicateMappingRule>.ReportsMessage(
        Source("app.MapGrpcService<GreeterService>();\n[|app.MapGrpcService<OtherGreeter>()|];"),
        "'Greeter' is already mapped above by 'GreeterService': every call of it fails because its route is ambiguous");

    private static string Source(string statements) => Sources.Program("var app = builder.Build();\n" + statements, Types);
}
