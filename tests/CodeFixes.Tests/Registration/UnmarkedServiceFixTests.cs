using GrpcSdk.Analyzers.Registration;
using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.CodeFixes.Registration;

namespace GrpcSdk.CodeFixes.Tests.Registration;

public class UnmarkedServiceFixTests
{
    [Fact]
    public Task Marks_the_class() => VerifyFix<UnmarkedServiceRule, UnmarkedServiceFix>.Changes(
        RegistrationSources.Program("app.MapGrpcSdkServices();", "public sealed class [|Other|] : Greeter.GreeterBase;"),
        RegistrationSources.Program("app.MapGrpcSdkServices();", "[GrpcService]\npublic sealed class Other : Greeter.GreeterBase;"));
}
