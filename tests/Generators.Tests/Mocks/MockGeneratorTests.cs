// The mock generator: what it writes, for which clients, and what it says to bad input.
using GrpcSdk.Generators.Mocks;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Tests.Mocks;

public class MockGeneratorTests
{
    private const string Proto = """
        syntax = "proto3";
        package acme.users.v1;
        option csharp_namespace = "Acme.Users.V1";
        service UserService {
          rpc GetUser (User) returns (User);
          rpc ListUsers (User) returns (stream User);
          rpc CreateUsers (stream User) returns (User);
          rpc Chat (stream User) returns (stream User.Nested);
          rpc OldUser (User) returns (User) { option deprecated = true; }
        }
        message User { string name = 1; message Nested {} }
        """;

    private const string Client = "Acme.Users.V1.UserService.UserServiceClient";

    [Fact]
    public void A_partial_class_becomes_the_mock_of_its_client()
    {
        var outcome = Run(Proto, $"namespace Shop.Tests; [GrpcSdk.Testing.GrpcMock<{Client}>] public partial class UserServiceMock;");

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void An_attribute_on_the_assembly_makes_a_class_of_its_own()
    {
        var outcome = Run(Proto, $"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>]");

        Assert.Empty(outcome.Diagnostics);
        Snapshot.Matches(outcome);
    }

    [Fact]
    public void Name_namespace_and_accessibility_of_an_assembly_mock_can_be_chosen()
    {
        var outcome = Run(Proto, $"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>(Name = \"Users\", Namespace = \"Shop.Fakes\", Public = true)]");

        Assert.Equal("Shop.Fakes.Users.Mock.g.cs", Assert.Single(outcome.Sources).Key);
        Assert.Equal(Accessibility.Public, outcome.Compilation.GetTypeByMetadataName("Shop.Fakes.Users")!.DeclaredAccessibility);
    }

    [Fact]
    public void A_nested_class_and_a_constructor_of_its_own_are_fine()
    {
        var outcome = Run(Proto, $$"""
            public partial class Fixtures
            {
                [GrpcSdk.Testing.GrpcMock<{{Client}}>]
                private sealed partial class Users
                {
                    public Users() => GetUser.Returns(new Acme.Users.V1.User());
                }
            }
            """);

        Assert.Empty(outcome.Diagnostics);
        Assert.DoesNotContain("GrpcMockOptions", Assert.Single(outcome.Sources).Value);
    }

    [Fact]
    public void A_client_of_a_referenced_assembly_is_mocked_from_metadata()
    {
        var contracts = TestCompilation.Create(ProtoStubs.Compile(Proto), "Contracts").ToMetadata();
        var compilation = TestCompilation.Create([$"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>]"], "Consumer", [contracts]);

        var outcome = GeneratorHarness.Run<MockGenerator>(compilation);

        Assert.Empty(outcome.Diagnostics);
        Assert.Equal(
            Assert.Single(Run(Proto, $"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>]").Sources).Value,
            Assert.Single(outcome.Sources).Value);
    }

    [Fact]
    public void A_stream_cannot_be_set_up_on_a_unary_RPC()
    {
        const string Test = "class Test { void Run() => new Mock().GetUser.Streams(new Acme.Users.V1.User()); }";
        var compilation = TestCompilation.Create([.. ProtoStubs.Compile(Proto), $"[GrpcSdk.Testing.GrpcMock<{Client}>] partial class Mock; {Test}"]);

        var outcome = GeneratorHarness.Run<MockGenerator>(compilation, generatedCodeCompiles: false);

        Assert.Equal("CS1061", Assert.Single(outcome.Compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void A_service_of_300_RPCs_costs_at_most_five_lines_each()
    {
        var rpcs = string.Join('\n', Enumerable.Range(0, 300).Select(i => $"rpc Rpc{i} (M) returns (M) {{ option deprecated = true; }}"));
        var outcome = Run($"syntax = \"proto3\"; option csharp_namespace = \"Big\"; message M {{}} service Large {{ {rpcs} }}", "[assembly: GrpcSdk.Testing.GrpcMock<Big.Large.LargeClient>]");

        var lines = Assert.Single(outcome.Sources).Value.Split('\n').Length;
        Assert.InRange(lines, 300 * 4, 300 * 5);
    }

    [Fact]
    public void The_switch_turns_the_generator_off()
    {
        var compilation = TestCompilation.Create([.. ProtoStubs.Compile(Proto), $"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>]"]);

        Assert.Empty(GeneratorHarness.Run<MockGenerator>(compilation, new Dictionary<string, string> { ["GrpcSdkMocks"] = "false" }).Sources);
    }

    [Theory]
    [InlineData("// a comment")]
    [InlineData("class Elsewhere { int _x = 1; }")]
    [InlineData("   \n\n")]
    public void An_edit_elsewhere_leaves_every_step_cached(string edit)
    {
        var before = TestCompilation.Create([.. ProtoStubs.Compile(Proto), $"[assembly: GrpcSdk.Testing.GrpcMock<{Client}>]"]);

        var reasons = GeneratorHarness.RunAfterEdit<MockGenerator>(before, before.AddSyntaxTrees(TestCompilation.Parse(edit, "Edit.cs")));

        Assert.All(reasons.Values.SelectMany(r => r), r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void Moving_an_attribute_that_has_diagnostics_leaves_the_model_unchanged()
    {
        const string Proto = """syntax = "proto3"; option csharp_namespace = "A"; message M {} service S { rpc Equals (M) returns (M); }""";
        const string Mock = "[assembly: GrpcSdk.Testing.GrpcMock<A.S.SClient>]";
        var before = TestCompilation.Create([.. ProtoStubs.Compile(Proto), Mock]);
        var moved = before.ReplaceSyntaxTree(before.SyntaxTrees.Last(), TestCompilation.Parse("\n\n" + Mock, before.SyntaxTrees.Last().FilePath));

        var reasons = GeneratorHarness.RunAfterEdit<MockGenerator>(before, moved);

        Assert.Equal([IncrementalStepRunReason.Modified], reasons[MockGenerator.Steps.Diagnostics]);
        Assert.Equal([IncrementalStepRunReason.Unchanged], reasons[MockGenerator.Steps.Model]);
    }

    internal static GeneratorOutcome Run(string proto, params string[] sources) =>
        GeneratorHarness.Run<MockGenerator>(TestCompilation.Create([.. ProtoStubs.Compile(proto), .. sources]));
}
