using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class MappingByDefinitionTests
{
    private const string Types = """
        [Microsoft.AspNetCore.Authorization.Authorize]
        public sealed class SecretGreeter : Greeter.GreeterBase { }

        public sealed class PartlySecretGreeter : Greeter.GreeterBase
        {
            [Microsoft.AspNetCore.Authorization.Authorize(Roles = "admin")]
            public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => base.SayHello(request, context);
        }

        public static class Own
        {
            public static void MapGrpcService(WebApplication app, ServerServiceDefinition definition) { }
        }
        """;

    [Theory]
    [InlineData("[|app.MapGrpcService(Greeter.BindService(new SecretGreeter()))|];")]
    [InlineData("[|app.MapGrpcService(Greeter.BindService(new PartlySecretGreeter()))|];")]
    [InlineData("[|app.MapGrpcService(services => Greeter.BindService(services.GetRequiredService<SecretGreeter>()))|];")]
    [InlineData("var definition = Greeter.BindService(new SecretGreeter());\n[|app.MapGrpcService(definition)|].AllowAnonymous();")]
    [InlineData("var secret = new SecretGreeter();\n[|app.MapGrpcService(Greeter.BindService(secret))|];")]
    public Task Reports_a_definition_whose_class_requires_authorization(string statements) => Verify<MappingByDefinitionRule>.Reports(Source(statements));

    [Theory]
    [InlineData("app.MapGrpcService<SecretGreeter>();")]
    [InlineData("app.MapGrpcService(Greeter.BindService(new GreeterService()));")]
    [InlineData("app.MapGrpcService(Greeter.BindService(new GreeterService())).RequireAuthorization();")]
    [InlineData("Own.MapGrpcService(app, Greeter.BindService(new SecretGreeter()));")]
    [InlineData("_ = Greeter.BindService(new SecretGreeter());")]
    [InlineData("app.MapGrpcService(ServerServiceDefinition.CreateBuilder().Build());")]
    public Task Is_silent_without_attributes_to_lose(string statements) => Verify<MappingByDefinitionRule>.Silent(Source(statements));

    private static string Source(string statements) => Sources.Program("var app = builder.Build();\n" + statements, Types);
}
