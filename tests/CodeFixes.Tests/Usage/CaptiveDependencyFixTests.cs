using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class CaptiveDependencyFixTests
{
    [Fact]
    public Task Registers_per_client() => VerifyFix<CaptiveDependencyRule, CaptiveDependencyFix>.Changes(
        Source("[|AddInterceptor<TenantInterceptor>|]()", ""),
        Source("AddInterceptor<TenantInterceptor>(InterceptorScope.Client)", "using Grpc.Net.ClientFactory;\n\n"));

    private static string Source(string registration, string usings) => usings + Sources.Program(
        $"builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>()\n    .{registration};",
        """
        public sealed class Tenant { }

        public sealed class TenantInterceptor(Tenant tenant) : Interceptor
        {
            public Tenant Tenant => tenant;
        }
        """);
}
