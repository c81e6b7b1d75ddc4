using GrpcSdk.Analyzers.Registration;
using GrpcSdk.Analyzers.Tests.Harness;

namespace GrpcSdk.Analyzers.Tests.Registration;

public class RegistrationAnalyzerTests
{
    private const string Marked = "[GrpcService] public sealed class Api : Greeter.GreeterBase;";

    [Fact]
    public Task Reports_a_marked_service_that_is_mapped_by_hand_too() => Verify<MappedByHandRule>.Reports(
        RegistrationSources.Program("app.UseGrpcSdk();\napp.MapGrpcSdkServices();\napp.[|MapGrpcService<Api>|]();", Marked));

    [Theory]
    [InlineData("if (args.Length > 0)\n{\n    app.MapGrpcSdkServices();\n}\nelse\n{\n    app.MapGrpcService<Api>();\n}")]
    [InlineData("if (args.Length > 0)\n    app.MapGrpcService<Api>();\nelse\n    app.MapGrpcSdkServices();")]
    [InlineData("if (args.Length > 0) { app.MapGrpcSdkServices(); } else if (args.Length > 1) { app.MapGrpcService<Api>(); }")]
    [InlineData("if (args.Length > 0)\n{\n    app.MapGrpcSdkServices();\n    return;\n}\n\napp.MapGrpcService<Api>();")]
    [InlineData("switch (args.Length)\n{\n    case 0: app.MapGrpcSdkServices(); break;\n    default: app.MapGrpcService<Api>(); break;\n}")]
    [InlineData("Generated();\nif (args.Length > 0) { app.MapGrpcService<Api>(); }\nvoid Generated() { if (args.Length == 0) { app.MapGrpcSdkServices(); } }", false)]
    public Task Is_silent_on_one_of_two_ways_to_map(string statements, bool isSilent = true) => isSilent
        ? Verify<MappedByHandRule>.Silent(RegistrationSources.Program(statements, Marked))
        : Verify<MappedByHandRule>.Reports(RegistrationSources.Program(statements.Replace("MapGrpcService<Api>", "[|MapGrpcService<Api>|]", StringComparison.Ordinal), Marked));

    [Theory]
    [InlineData("if (args.Length > 0) { app.MapGrpcSdkServices(); }\napp.[|MapGrpcService<Api>|]();")]
    [InlineData("app.MapGrpcSdkServices();\nif (args.Length > 0) { app.[|MapGrpcService<Api>|](); } else { app.[|MapGrpcService<Api>|](); }")]
    [InlineData("if (args.Length > 0)\n{\n    app.MapGrpcSdkServices();\n    app.[|MapGrpcService<Api>|]();\n}")]
    public Task Reports_a_mapping_by_hand_beside_the_generated_one_under_conditions(string statements) => Verify<MappedByHandRule>.Reports(RegistrationSources.Program(statements, Marked));

    [Theory]
    [InlineData("app.MapGrpcSdkServices();\napp.MapGrpcService<Other>();")]
    public Task Is_silent_on_an_unmarked_service_mapped_by_hand(string statements) => Verify<MappedByHandRule>.Silent(
        RegistrationSources.Program(statements, Marked + "\npublic sealed class Other : Greeter.GreeterBase;"));

    [Fact]
    public Task Reports_services_without_middleware() => Verify<MissingMiddlewareRule>.Reports(
        RegistrationSources.Program("app.[|MapGrpcSdkServices|]();", Marked).Replace("public static void UseGrpcSdk(this IApplicationBuilder app) { }", "", StringComparison.Ordinal));

    [Fact]
    public Task Is_silent_with_middleware() => Verify<MissingMiddlewareRule>.Silent(
        RegistrationSources.Program("app.UseGrpcSdk();\napp.MapGrpcSdkServices();", Marked));

    [Theory]
    [InlineData("builder.Services.AddGrpcSdkServices(options => options.Interceptors.[|Add<Tracing>|]());")]
    [InlineData("builder.Services.AddGrpcSdkServices();\nbuilder.Services.AddGrpc(options => options.Interceptors.[|Add<Tracing>|]());")]
    [InlineData("builder.Services.AddGrpcSdkServices();\nbuilder.Services.Configure<Grpc.AspNetCore.Server.GrpcServiceOptions>(options => options.Interceptors.[|Add|](typeof(Tracing)));")]
    public Task Reports_a_global_interceptor(string statements) => Verify<GlobalInterceptorRule>.Reports(
        RegistrationSources.Program(statements, Marked + "\npublic sealed class Tracing : Interceptor;"));

    [Fact]
    public Task Is_silent_on_an_interceptor_of_one_service() => Verify<GlobalInterceptorRule>.Silent(RegistrationSources.Program(
        "builder.Services.AddGrpcSdkServices();\nbuilder.Services.AddGrpc().AddServiceOptions<Api>(options => options.Interceptors.Add<Tracing>());",
        Marked + "\npublic sealed class Tracing : Interceptor;"));

    [Fact]
    public Task Reports_an_unmarked_service() => Verify<UnmarkedServiceRule>.ReportsMessage(
        RegistrationSources.Program("app.MapGrpcSdkServices();", Marked + "\npublic sealed class [|Other|] : Greeter.GreeterBase;"),
        "'Other' implements a service but is not marked [GrpcService], so MapGrpcSdkServices does not map it");

    [Theory]
    [InlineData("public abstract class Other : Greeter.GreeterBase;")]
    [InlineData("public class Other<T> : Greeter.GreeterBase;")]
    [InlineData("public class Other;")]
    public Task Is_silent_on_classes_that_cannot_be_mapped(string type) => Verify<UnmarkedServiceRule>.Silent(
        RegistrationSources.Program("app.MapGrpcSdkServices();", Marked + "\n" + type));

    [Fact]
    public Task Is_silent_on_a_service_mapped_by_hand() => Verify<UnmarkedServiceRule>.Silent(RegistrationSources.Program(
        "app.MapGrpcSdkServices();\napp.MapGrpcService<Other>();", Marked + "\npublic sealed class Other : Greeter.GreeterBase;"));

    [Theory]
    [InlineData("builder.Services.AddScoped<Tenant>();")]
    [InlineData("builder.Services.AddScoped(typeof(Tenant));")]
    public Task Reports_a_singleton_interceptor_with_a_scoped_service(string statements) => Verify<CaptiveInterceptorRule>.Reports(RegistrationSources.Program(
        statements,
        """
        [GrpcService, [|GrpcInterceptor<Auditing>(Order = 1)|]] public sealed class Api : Greeter.GreeterBase;
        public sealed class Tenant;
        public sealed class Auditing(Tenant tenant) : Interceptor { public Tenant Tenant => tenant; }
        """));

    [Fact]
    public Task Reports_it_on_the_assembly() => Verify<CaptiveInterceptorRule>.Reports(RegistrationSources.Program(
        "builder.Services.AddScoped<Tenant>();",
        "public sealed class Tenant;\npublic sealed class Auditing(Tenant tenant) : Interceptor { public Tenant Tenant => tenant; }",
        "[assembly: [|GrpcInterceptor<Auditing>|]]"));

    [Theory]
    [InlineData("builder.Services.AddScoped<Tenant>();", "GrpcInterceptor<Auditing>(Lifetime = ServiceLifetime.Scoped)")]
    [InlineData("builder.Services.AddSingleton<Tenant>();", "GrpcInterceptor<Auditing>")]
    public Task Is_silent_when_the_lifetimes_fit(string statements, string attribute) => Verify<CaptiveInterceptorRule>.Silent(RegistrationSources.Program(
        statements,
        $$"""
        [GrpcService, {{attribute}}] public sealed class Api : Greeter.GreeterBase;
        public sealed class Tenant;
        public sealed class Auditing(Tenant tenant) : Interceptor { public Tenant Tenant => tenant; }
        """));

    [Theory]
    [InlineData("[GrpcService, [|Authorize(\"admn\")|]] public sealed class Api : Greeter.GreeterBase;")]
    [InlineData("[GrpcService, [|Authorize(Policy = \"admn\")|]] public sealed class Api : Greeter.GreeterBase;")]
    [InlineData("[GrpcService] public sealed class Api : Greeter.GreeterBase { [[|Authorize(\"admn\")|]] public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply()); }")]
    public Task Reports_a_policy_that_nothing_adds(string type) => Verify<UnknownPolicyRule>.Reports(
        RegistrationSources.Program("builder.Services.AddAuthorizationBuilder().AddPolicy(\"admin\", policy => policy.RequireRole(\"admin\"));", type));

    [Theory]
    [InlineData("builder.Services.AddAuthorizationBuilder().AddPolicy(\"Admin\", policy => policy.RequireRole(\"admin\"));")]
    [InlineData("builder.Services.AddAuthorization(options => options.AddPolicy(\"admin\", policy => policy.RequireRole(\"admin\")));")]
    [InlineData("builder.Services.AddAuthorizationBuilder().AddPolicy(args[0], policy => policy.RequireRole(\"admin\"));")]
    [InlineData("builder.Services.AddAuthorization();")]
    public Task Is_silent_on_a_policy_that_exists_or_may_exist(string statements) => Verify<UnknownPolicyRule>.Silent(
        RegistrationSources.Program(statements, "[GrpcService, Authorize(\"admin\")] public sealed class Api : Greeter.GreeterBase;"));
}
