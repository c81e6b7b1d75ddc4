using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class NoAuthorizationTests
{
    private const string Handler = "public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply());";

    [Theory]
    [InlineData("", Handler)]
    [InlineData("[Obsolete]", "")]
    [InlineData("", "[Authorize] " + Handler + "\npublic override Task Chat(IAsyncStreamReader<HelloRequest> requestStream, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context) => Task.CompletedTask;")]
    public Task Reports_a_service_that_says_nothing(string attribute, string members) => Verify<NoAuthorizationRule>.Reports(Source(attribute, "[|GreeterService|]", members));

    [Theory]
    [InlineData("[Authorize]", "")]
    [InlineData("[AllowAnonymous]", Handler)]
    [InlineData("", "[Authorize(Roles = \"admin\")] " + Handler)]
    [InlineData("[Secret]", Handler)]
    public Task Is_silent_on_a_service_that_decides(string attribute, string members) => Verify<NoAuthorizationRule>.Silent(Source(attribute, "GreeterService", members));

    [Fact]
    public Task Is_silent_on_an_abstract_base_and_on_a_class_that_inherits_the_attribute() => Verify<NoAuthorizationRule>.Silent("""
        using Microsoft.AspNetCore.Authorization;

        [Authorize]
        public abstract class SecretGreeter : Greeter.GreeterBase { }

        public sealed class GreeterService : SecretGreeter { }
        """);

    [Fact]
    public Task Is_silent_when_the_endpoints_require_authorization() => Verify<NoAuthorizationRule>.Silent(
        Sources.Program("var app = builder.Build();\napp.MapGrpcService<GreeterService>().RequireAuthorization();"));

    private static string Source(string attribute, string name, string members) => $$"""
        using Microsoft.AspNetCore.Authorization;

        public sealed class SecretAttribute : AuthorizeAttribute { }

        {{attribute}}
        public sealed class {{name}} : Greeter.GreeterBase
        {
            {{members}}
        }
        """;
}
