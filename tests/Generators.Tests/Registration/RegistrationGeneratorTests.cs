using GrpcSdk.Generators.Registration;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Tests.Registration;

public class RegistrationGeneratorTests
{
    private const string Proto = """
        syntax = "proto3";
        package acme;
        option csharp_namespace = "Acme";
        service UserService {
          rpc GetUser(User) returns (User);
          rpc AddUsers(stream User) returns (User);
          rpc ListUsers(User) returns (stream User);
          rpc Sync(stream User) returns (stream User);
        }
        service Other { rpc Get(User) returns (User); }
        message User { string name = 1; }
        """;

    private const string Usings = """
        using Acme;
        using Grpc.Core;
        using Grpc.Core.Interceptors;
        using GrpcSdk;
        using GrpcSdk.AspNetCore;
        using GrpcSdk.Client;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        """;

    [Fact]
    public void A_service_without_interceptors_is_registered_and_mapped()
    {
        var outcome = Run("[GrpcService] public class UserApi : UserService.UserServiceBase;");

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void Declarations_of_all_levels_become_one_ordered_list()
    {
        var outcome = Run("""
            [assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]

            [GrpcService]
            [GrpcInterceptor<Audit>(Order = 300, Lifetime = ServiceLifetime.Scoped)]
            public class UserApi : UserService.UserServiceBase
            {
                [GrpcInterceptor<Cost>(Order = 200)]
                public override Task<User> GetUser(User request, ServerCallContext context) => Task.FromResult(request);

                [GrpcInterceptor<Audit>(Enabled = false)]
                public override Task Sync(IAsyncStreamReader<User> requestStream, IServerStreamWriter<User> responseStream, ServerCallContext context) => Task.CompletedTask;
            }

            [GrpcService] internal class OtherApi : Other.OtherBase;

            public class Audit(ILogger<Audit> logger, [FromKeyedServices("audit")] TimeProvider time, Uri? sink = null, int limit = 3) : ServerInterceptor
            {
                public override string ToString() => $"{logger}{time}{sink}{limit}";
            }

            internal class Cost : ServerInterceptor;
            """);

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void Clients_get_their_names_and_interceptors()
    {
        var outcome = Run("""
            [assembly: GrpcClient<UserService.UserServiceClient>]
            [assembly: GrpcClient<Other.OtherClient>(Name = "second")]
            [assembly: GrpcClientInterceptor<All>(Order = 10)]
            [assembly: GrpcClientInterceptor<One, Other.OtherClient>(Order = 5)]

            public class All : ClientInterceptor;
            public class One : ClientInterceptor;
            """);

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void Assemblies_that_see_each_others_internals_call_their_own_methods()
    {
        const string Call = """
            public static class Startup
            {
                public static void Add(IServiceCollection services, Microsoft.Extensions.Configuration.IConfiguration configuration)
                {
                    services.AddGrpcSdkServices();
                    services.AddGrpcSdkClients(configuration);
                }

                public static void Map(Microsoft.AspNetCore.Builder.WebApplication app)
                {
                    Microsoft.AspNetCore.Builder.GrpcSdkApplicationBuilderExtensions.UseGrpcSdk(app);
                    Microsoft.AspNetCore.Builder.GrpcSdkGeneratedEndpoints.MapGrpcSdkServices(app);
                }
            }
            """;
        var users = GeneratorHarness.Run<RegistrationGenerator>(Compilation($$"""
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Orders")]
            [assembly: GrpcClient<Other.OtherClient>]
            namespace Users;
            [GrpcService] public class UserApi : UserService.UserServiceBase;
            {{Call}}
            """));
        var orders = TestCompilation
            .Create(
                [Usings + $$"""
                    using Microsoft.AspNetCore.Builder;
                    [assembly: GrpcClient<UserService.UserServiceClient>]
                    namespace Orders;
                    [GrpcService] public class OrderApi : Other.OtherBase;
                    {{Call.Replace("Microsoft.AspNetCore.Builder.GrpcSdkGeneratedEndpoints.MapGrpcSdkServices(app)", "app.MapGrpcSdkServices()", StringComparison.Ordinal)}}
                    """],
                "Orders",
                [users.Compilation.ToMetadata()])
            .WithImplicitUsings();

        var outcome = GeneratorHarness.Run<RegistrationGenerator>(orders);

        // CS1701: the references of the tests are of several versions.
        Assert.Empty(outcome.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1701"));
    }

    [Fact]
    public void Nothing_is_generated_without_a_service_or_a_client() =>
        Assert.Empty(Run("public class Fake : UserService.UserServiceBase;").Sources);

    [Fact]
    public void The_switch_turns_it_off()
    {
        var outcome = GeneratorHarness.Run<RegistrationGenerator>(
            Compilation("[GrpcService] public class UserApi : UserService.UserServiceBase;"),
            new Dictionary<string, string> { ["GrpcSdkRegistration"] = "false" });

        Assert.Empty(outcome.Sources);
    }

    [Theory]
    [InlineData("GSDK4001", "[GrpcService] public abstract class {|Api|} : UserService.UserServiceBase;")]
    [InlineData("GSDK4001", "[GrpcService] public class {|Api|}<T> : UserService.UserServiceBase;")]
    [InlineData("GSDK4001", "public class Outer { [GrpcService] private class {|Api|} : UserService.UserServiceBase; }")]
    [InlineData("GSDK4002", "[GrpcService] public class {|Api|};")]
    [InlineData("GSDK4018", "[GrpcService] public class A : UserService.UserServiceBase; [GrpcService] public class {|B|} : UserService.UserServiceBase; [GrpcService] public class C : Other.OtherBase;")]
    [InlineData("GSDK4018", "[GrpcService] public class A : UserService.UserServiceBase; [GrpcService] public class {|B|} : A;")]
    [InlineData("GSDK4003", "[GrpcService] public class Api : UserService.UserServiceBase { [{|GrpcInterceptor<Good>|}] public void Helper() { } } public class Good : ServerInterceptor;")]
    [InlineData("GSDK4003", "[{|GrpcInterceptor<Good>|}] public class Api : UserService.UserServiceBase; public class Good : ServerInterceptor;")]
    [InlineData("GSDK4004", "[GrpcService, {|GrpcInterceptor<Bad>|}] public class Api : UserService.UserServiceBase; public class Bad : ClientInterceptor;")]
    [InlineData("GSDK4004", "[assembly: GrpcClient<Other.OtherClient>] [assembly: {|GrpcClientInterceptor<Bad>|}] public class Bad : ServerInterceptor;")]
    [InlineData("GSDK4005", "[GrpcService, {|GrpcInterceptor<Bad>|}] public class Api : UserService.UserServiceBase; public class Bad(string name) : ServerInterceptor { public string Name => name; }")]
    [InlineData("GSDK4005", "[GrpcService, {|GrpcInterceptor<Bad>|}] public class Api : UserService.UserServiceBase; public abstract class Bad : ServerInterceptor;")]
    [InlineData("GSDK4005", "[GrpcService, {|GrpcInterceptor<Bad>|}] public class Api : UserService.UserServiceBase; public class Bad : ServerInterceptor { private Bad() { } }")]
    [InlineData("GSDK4006", "[GrpcService, {|GrpcInterceptor<Bad>|}] public class Api : Two.TwoBase; public class Bad : Interceptor { public override Task ServerStreamingServerHandler<Q, R>(Q q, IServerStreamWriter<R> w, ServerCallContext c, ServerStreamingServerMethod<Q, R> next) => next(q, w, c); }")]
    [InlineData("GSDK4007", "[GrpcService, GrpcInterceptor<A>, {|GrpcInterceptor<B>|}] public class Api : UserService.UserServiceBase; public class A : ServerInterceptor; public class B : ServerInterceptor;")]
    [InlineData("GSDK4008", "[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 5)] [GrpcService, {|GrpcInterceptor<A>(Order = 1)|}] public class Api : UserService.UserServiceBase; public class A : ServerInterceptor;")]
    [InlineData("GSDK4009", "[GrpcService, GrpcInterceptor<A>(Order = 1), {|GrpcInterceptor<A>(Order = 2)|}] public class Api : UserService.UserServiceBase; public class A : ServerInterceptor;")]
    [InlineData("GSDK4010", "[assembly: GrpcClient<Other.OtherClient>(Name = \"x\")] [assembly: {|GrpcClient<UserService.UserServiceClient>(Name = \"x\")|}]")]
    [InlineData("GSDK4011", "[assembly: {|GrpcClientInterceptor<A, Other.OtherClient>|}] public class A : ClientInterceptor;")]
    public void A_mistake_is_reported_where_it_stands(string id, string markup)
    {
        var start = markup.IndexOf("{|", StringComparison.Ordinal);
        var source = markup.Replace("{|", "", StringComparison.Ordinal);
        var end = source.IndexOf("|}", StringComparison.Ordinal);
        source = source.Replace("|}", "", StringComparison.Ordinal);

        var diagnostic = Assert.Single(Run(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(source[start..end], source.Substring(diagnostic.Location.SourceSpan.Start - Usings.Length, diagnostic.Location.SourceSpan.Length));
        Assert.EndsWith($"/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interceptor_that_forgets_only_kinds_that_the_service_lacks_is_fine()
    {
        var outcome = Run("""
            [GrpcService, GrpcInterceptor<Unary>] public class Api : Other.OtherBase;
            public class Unary : Interceptor { public override Task<R> UnaryServerHandler<Q, R>(Q q, ServerCallContext c, UnaryServerMethod<Q, R> next) => next(q, c); }
            """);

        Assert.Empty(outcome.Diagnostics);
    }

    [Theory]
    [InlineData("[GrpcService, GrpcInterceptor<Unary>] public class Api : Two.TwoBase; public class Unary : Interceptor { public override Task<R> UnaryServerHandler<Q, R>(Q q, ServerCallContext c, UnaryServerMethod<Q, R> next) => next(q, c); }")]
    [InlineData("[assembly: GrpcClient<Other.OtherClient>] [assembly: GrpcClientInterceptor<Unary>] public class Unary : Interceptor { public override AsyncUnaryCall<R> AsyncUnaryCall<Q, R>(Q q, ClientInterceptorContext<Q, R> c, AsyncUnaryCallContinuation<Q, R> next) => next(q, c); }")]
    public void An_interceptor_that_a_usage_rule_reports_on_its_class_is_not_reported_twice(string source) => Assert.Empty(Run(source).Diagnostics);

    [Fact]
    public void An_edit_that_moves_a_service_generates_nothing_anew()
    {
        const string Service = "[GrpcService, GrpcInterceptor<A>] public class UserApi : UserService.UserServiceBase; public class A : ServerInterceptor;";
        var before = Compilation(Service);
        var after = before.ReplaceSyntaxTree(before.SyntaxTrees[0], TestCompilation.Parse(Usings + "// moved\n" + Service, before.SyntaxTrees[0].FilePath));

        var steps = GeneratorHarness.RunAfterEdit<RegistrationGenerator>(before, after);

        Assert.All(steps["ServerRegistration"], reason => Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached));
        Assert.Contains(IncrementalStepRunReason.Modified, steps["Services"]);
    }

    [Fact]
    public void A_new_interceptor_generates_anew()
    {
        var before = Compilation("[GrpcService] public class UserApi : UserService.UserServiceBase; public class A : ServerInterceptor;");
        var after = before.ReplaceSyntaxTree(
            before.SyntaxTrees[0],
            TestCompilation.Parse(Usings + "[GrpcService, GrpcInterceptor<A>] public class UserApi : UserService.UserServiceBase; public class A : ServerInterceptor;", before.SyntaxTrees[0].FilePath));

        var steps = GeneratorHarness.RunAfterEdit<RegistrationGenerator>(before, after);

        Assert.Contains(IncrementalStepRunReason.Modified, steps["ServerRegistration"]);
    }

    private static GeneratorOutcome Run(string source) => GeneratorHarness.Run<RegistrationGenerator>(Compilation(source));

    private static CSharpCompilation Compilation(string source) => TestCompilation
        .Create([Usings + source, .. ProtoStubs.Compile(("test.proto", Proto), ("two.proto", """
            syntax = "proto3";
            package acme;
            option csharp_namespace = "Acme";
            import "test.proto";
            service Two { rpc Get(User) returns (User); rpc Watch(User) returns (stream User); }
            """))])
        .WithImplicitUsings();
}
