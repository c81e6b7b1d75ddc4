using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class MappingFixTests
{
    private const string Types = "[Microsoft.AspNetCore.Authorization.Authorize]\npublic sealed class SecretGreeter : Greeter.GreeterBase { }";

    [Theory]
    [InlineData("[|app.MapGrpcService(Greeter.BindService(new SecretGreeter()))|]; // secret", "app.MapGrpcService<SecretGreeter>(); // secret")]
    [InlineData("[|app.MapGrpcService(services => Greeter.BindService(services.GetRequiredService<SecretGreeter>()))|].AllowAnonymous();", "app.MapGrpcService<SecretGreeter>().AllowAnonymous();")]
    public Task Maps_by_type(string before, string after) => VerifyFix<MappingByDefinitionRule, MappingByDefinitionFix>.Changes(Source(before), Source(after));

    [Fact]
    public Task Leaves_a_definition_with_interceptors_alone() => VerifyFix<MappingByDefinitionRule, MappingByDefinitionFix>.Leaves(
        Source("[|app.MapGrpcService(Greeter.BindService(new SecretGreeter()).Intercept(new Tracing()))|];") + """

        public sealed class Tracing : Interceptor { }

        public static class Interception
        {
            public static ServerServiceDefinition Intercept(this ServerServiceDefinition definition, Interceptor interceptor) => definition;
        }
        """);

    [Fact]
    public Task Removes_the_second_mapping() => VerifyFix<DuplicateMappingRule, DuplicateMappingFix>.Changes(
        Source("app.MapGrpcService<SecretGreeter>();\n[|app.MapGrpcService<SecretGreeter>()|].AllowAnonymous();\napp.Run();"),
        Source("app.MapGrpcService<SecretGreeter>();\napp.Run();"));

    [Fact]
    public Task Leaves_another_class_for_the_programmer_to_decide() => VerifyFix<DuplicateMappingRule, DuplicateMappingFix>.Leaves(
        Source("app.MapGrpcService<SecretGreeter>();\n[|app.MapGrpcService<GreeterService>()|];"));

    private static string Source(string statements) => Sources.Program("var app = builder.Build();\n" + statements, Types);
}
