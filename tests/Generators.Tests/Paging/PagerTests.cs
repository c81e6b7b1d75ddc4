// From proto text to pagers: what is found, what the generated code looks like, who generates it.
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Tests.Paging;

public class PagerTests
{
    private const string Users = """
        syntax = "proto3";
        package acme.users.v1;
        option csharp_namespace = "Acme.Users.V1";
        service UserService {
          rpc ListUsers (ListUsersRequest) returns (ListUsersResponse);
          rpc GetUser (GetUserRequest) returns (User);
        }
        message User { int32 id = 1; string name = 2; }
        message GetUserRequest { int32 id = 1; }
        message ListUsersRequest { int32 page_size = 1; string page_token = 2; string filter = 3; }
        message ListUsersResponse { repeated User users = 1; string next_page_token = 2; int32 total_count = 3; }
        """;

    [Fact]
    public void An_AIP_158_list_gets_a_pager()
    {
        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create(ProtoStubs.Compile(Users)));

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void The_call_compiles_as_the_documentation_writes_it()
    {
        const string Caller = """
            using Acme.Users.V1;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(UserService.UserServiceClient client, System.Threading.CancellationToken token)
                {
                    await foreach (User user in client.ListUsersPaged(
                        new() { Filter = "active" },
                        new() { PageSize = 200, MaxItems = 1000, Prefetch = 1, TotalTimeout = System.TimeSpan.FromSeconds(30) })
                        .WithCancellation(token)) { }
                    await foreach (var page in client.ListUsersPaged(new()).AsPages()) { ListUsersResponse response = page.Response; }
                    await foreach (var (user, checkpoint) in client.ListUsersPaged(new()).WithCheckpoints()) { User u = user; _ = checkpoint.ToString(); }
                    var slice = await client.ListUsersPaged(new()).ReadPageAsync(50);
                    User first = slice.Items[0];
                }
            }
            """;
        GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. ProtoStubs.Compile(Users), Caller]).WithImplicitUsings());
    }

    [Fact]
    public void A_pager_is_at_most_fifteen_lines()
    {
        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create(ProtoStubs.Compile(Users)));

        var source = outcome.Sources.Single(s => s.Key.Contains("Paging", StringComparison.Ordinal)).Value;
        Assert.InRange(source.Split('\n').SkipWhile(l => l != "{").TakeWhile(l => l != "}").Count() - 1, 1, 15);
    }

    [Fact]
    public void Contracts_and_service_and_tests_that_all_have_the_package_compile_without_an_ambiguous_call()
    {
        const string Caller = """
            using Acme.Users.V1;
            static class Caller { public static object Run(UserService.UserServiceClient client) => client.ListUsersPaged(new()); }
            """;
        var contracts = Generate("Contracts", [.. ProtoStubs.Compile(Users)]);
        var service = Generate("Service", [Caller, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Service.Tests\")]"], contracts.ToMetadata());
        var tests = Generate("Service.Tests", [Caller], contracts.ToMetadata(), service.ToMetadata());

        Assert.Empty(tests.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void An_assembly_can_ask_for_helpers_of_stubs_that_somebody_else_compiled()
    {
        const string Adopt = "[assembly: GrpcSdk.GrpcHelpers<Acme.Users.V1.UserService.UserServiceClient>]";
        const string Caller = """
            using Acme.Users.V1;
            namespace My.Service { static class Caller { public static object Run(UserService.UserServiceClient client) => client.ListUsersPaged(new()); } }
            """;
        var stubs = TestCompilation.Create(ProtoStubs.Compile(Users), "Stubs").ToMetadata();
        var service = Generate("My.Service", [Adopt, Caller, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"My.Service.Tests\")]"], stubs);
        var tests = Generate("My.Service.Tests", [Adopt, Caller], stubs, service.ToMetadata());

        Assert.Contains(service.SyntaxTrees, t => t.ToString().Contains("internal static class UserServicePagingExtensions", StringComparison.Ordinal));
        Assert.DoesNotContain(tests.SyntaxTrees, t => t.ToString().Contains("static class UserServicePagingExtensions", StringComparison.Ordinal));
    }

    [Fact]
    public void The_attribute_does_nothing_where_the_other_assembly_has_helpers()
    {
        const string Adopt = "[assembly: GrpcSdk.GrpcHelpers<Acme.Users.V1.UserService.UserServiceClient>]";
        var contracts = Generate("Contracts", [.. ProtoStubs.Compile(Users)]).ToMetadata();

        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([Adopt], "Service", [contracts]));

        Assert.Empty(outcome.Sources);
    }

    [Theory]
    [InlineData("Friend", false)]
    [InlineData("Stranger", true)]
    public void A_library_that_keeps_its_helpers_to_itself_leaves_others_to_have_their_own(string consumer, bool hasOwn)
    {
        const string Adopt = "[assembly: GrpcSdk.GrpcHelpers<Acme.Users.V1.UserService.UserServiceClient>]";
        const string Caller = """
            using Acme.Users.V1;
            namespace Friend { }
            namespace Stranger { }
            namespace Use
            {
                using Friend;
                using Stranger;
                static class Caller { public static object Run(UserService.UserServiceClient client) => client.ListUsersPaged(new()); }
            }
            """;
        var contracts = GeneratorHarness.Run<HelpersGenerator>(
            TestCompilation.Create([.. ProtoStubs.Compile(Users), "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]"], "Contracts"),
            new Dictionary<string, string> { ["GrpcSdkHelperAccessibility"] = "internal" }).Compilation;

        var user = Generate(consumer, [Adopt, Caller], contracts.ToMetadata());

        Assert.Contains(contracts.SyntaxTrees, t => t.ToString().Contains("internal static class UserServicePagingExtensions", StringComparison.Ordinal));
        Assert.Equal(hasOwn, user.SyntaxTrees.Any(t => t.ToString().Contains("static class UserServicePagingExtensions", StringComparison.Ordinal)));
        Assert.Empty(user.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void The_switch_turns_all_of_it_off()
    {
        var outcome = GeneratorHarness.Run<HelpersGenerator>(
            TestCompilation.Create(ProtoStubs.Compile(Users)),
            new Dictionary<string, string> { ["GrpcSdkPaging"] = "false" });

        Assert.Empty(outcome.Sources);
    }

    private static Compilation Generate(string name, string[] sources, params MetadataReference[] references) =>
        GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create(sources, name, references)).Compilation;
}
