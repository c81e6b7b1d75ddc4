using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class CaptiveDependencyTests
{
    private const string Types = """
        public sealed class Tenant { }

        public sealed class TenantInterceptor(Tenant tenant) : Interceptor
        {
            public Tenant Tenant => tenant;
        }

        public sealed class PlainInterceptor : Interceptor { }

        public sealed class Builder
        {
            public Builder AddInterceptor<T>() => this;
        }
        """;

    [Theory]
    [InlineData("builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().[|AddInterceptor<TenantInterceptor>|]();")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>().[|AddInterceptor<TenantInterceptor>|]();\nbuilder.Services.AddScoped(typeof(Tenant));")]
    [InlineData("builder.Services.AddScoped(_ => new Tenant());\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().[|AddInterceptor<TenantInterceptor>|]();")]
    [InlineData("builder.Services.AddScoped<PlainInterceptor>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().[|AddInterceptor<PlainInterceptor>|]();")]
    public Task Reports_a_scoped_service_in_an_interceptor_of_the_channel(string statements) => Verify<CaptiveDependencyRule>.Reports(Sources.Program(statements, Types));

    [Theory]
    [InlineData("builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().AddInterceptor<TenantInterceptor>(Grpc.Net.ClientFactory.InterceptorScope.Client);")]
    [InlineData("builder.Services.AddSingleton<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().AddInterceptor<TenantInterceptor>();")]
    [InlineData("builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpcClient<Greeter.GreeterClient>().AddInterceptor<PlainInterceptor>();")]
    [InlineData("builder.Services.AddScoped<Tenant>();\nnew Builder().AddInterceptor<TenantInterceptor>();")]
    [InlineData("builder.Services.AddScoped<Tenant>();\nbuilder.Services.AddGrpc(options => options.Interceptors.Add<TenantInterceptor>());")]
    public Task Is_silent_on_the_scope_of_the_client_and_on_other_lifetimes(string statements) => Verify<CaptiveDependencyRule>.Silent(Sources.Program(statements, Types));

    [Fact]
    public Task Reports_a_database_context_wherever_it_is_registered() => Verify<CaptiveDependencyRule>.ReportsMessage(
        Sources.Program(
            "builder.Services.AddGrpcClient<Greeter.GreeterClient>().[|AddInterceptor<Auditor>|]();",
            """
            public sealed class Orders : Microsoft.EntityFrameworkCore.DbContext { }

            public sealed class Auditor(Orders orders) : Interceptor
            {
                public Orders Orders => orders;
            }

            namespace Microsoft.EntityFrameworkCore
            {
                public class DbContext { }
            }
            """),
        "'Auditor' is made once per channel, but 'Orders' is scoped: register it with InterceptorScope.Client");
}
