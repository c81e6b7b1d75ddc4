using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class ExceptionLeakFixTests
{
    [Theory]
    [InlineData("[|e.ToString()|]", "\"Internal error.\", e")]
    [InlineData("[|\"Saving failed: \" + e|]", "\"Saving failed.\", e")]
    [InlineData("[|$\"Saving failed ({e.Message})\"|]", "\"Saving failed.\", e")]
    [InlineData("[|e.Message|], e", "\"Internal error.\", e")]
    public Task Keeps_the_exception_as_debug_exception(string before, string after) =>
        VerifyFix<ExceptionLeakRule, ExceptionLeakFix>.Changes(Caught(before), Caught(after));

    [Theory]
    [InlineData("builder.Services.AddGrpc(options => [|options.EnableDetailedErrors = true|]);", "builder.Services.AddGrpc(options => options.EnableDetailedErrors = builder.Environment.IsDevelopment());")]
    public Task Enables_detailed_errors_in_development_only(string before, string after) =>
        VerifyFix<ExceptionLeakRule, ExceptionLeakFix>.Changes(Sources.Program(before), Sources.Program(after));

    [Fact]
    public Task Leaves_detailed_errors_alone_where_no_environment_is_known() => VerifyFix<ExceptionLeakRule, ExceptionLeakFix>.Leaves(
        "public static class Startup { public static void Configure(IServiceCollection services) => services.AddGrpc(options => [|options.EnableDetailedErrors = true|]); }");

    private static string Caught(string detail) => Sources.Unary($$"""
        try
        {
            await catalog.FindAsync(request);
        }
        catch (Exception e)
        {
            throw new RpcException(new Status(StatusCode.Internal, {{detail}})); // told
        }
        """);
}
