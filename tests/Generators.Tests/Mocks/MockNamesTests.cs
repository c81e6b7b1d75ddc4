// Torture: names that clash, and input that is wrong.
using GrpcSdk.Generators.Mocks;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Tests.Mocks;

public class MockNamesTests
{
    private const string Good = """syntax = "proto3"; option csharp_namespace = "A"; message M {} service S { rpc Get (M) returns (M); }""";

    [Fact]
    public void RPCs_that_differ_in_case_only_keep_their_names()
    {
        var outcome = Run("rpc say_hello (M) returns (M); rpc sayHello (M) returns (M); rpc SayHello (M) returns (M);");

        Assert.Empty(outcome.Diagnostics);
        Assert.Equal(["say_hello", "sayHello", "SayHello"], Properties(outcome));
    }

    [Fact]
    public void Keywords_are_escaped()
    {
        // protoc's stubs of RPCs with such names do not compile (contextual keywords do); other plugins escape them.
        const string Client = """
            class C : Grpc.Core.ClientBase<C>
            {
                public C(Grpc.Core.CallInvoker invoker) : base(invoker) {}
                public virtual Grpc.Core.AsyncUnaryCall<A.M> eventAsync(A.M request, Grpc.Core.CallOptions options) => null!;
                public virtual Grpc.Core.AsyncServerStreamingCall<A.M> @class(A.M request, Grpc.Core.CallOptions options) => null!;
                public virtual Grpc.Core.AsyncServerStreamingCall<A.M> record(A.M request, Grpc.Core.CallOptions options) => null!;
                protected override C NewInstance(ClientBaseConfiguration c) => new(CallInvoker);
            }
            [GrpcSdk.Testing.GrpcMock<C>] partial class X;
            """;
        var outcome = GeneratorHarness.Run<MockGenerator>(TestCompilation.Create([.. ProtoStubs.Compile(Good), Client]));

        Assert.Empty(outcome.Diagnostics);
        Assert.Equal(["event", "class", "record"], Properties(outcome));
    }

    [Theory]
    [InlineData("GetHashCode")]
    [InlineData("ToString")]
    [InlineData("MemberwiseClone")]
    [InlineData("Client")]
    [InlineData("Invoker")]
    [InlineData("Calls")]
    [InlineData("Reset")]
    [InlineData("Replay")]
    [InlineData("VerifyAll")]
    [InlineData("Find")]
    [InlineData("Unary")]
    [InlineData("SMock")]
    public void A_name_that_every_mock_has_gets_a_suffix_and_an_information(string rpc)
    {
        // A stream, since protoc's own stub of a unary RPC with such a name may not compile.
        var outcome = Run($"rpc {rpc} (stream M) returns (M);", compiles: false);

        var diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal(("GSDK5004", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal([rpc + "Rpc"], Properties(outcome));
    }

    [Theory]
    [InlineData("Log")]
    [InlineData("Options")]
    [InlineData("Service")]
    [InlineData("Faults")]
    [InlineData("RpcCount")]
    public void A_name_that_only_the_mock_itself_can_see_is_free(string rpc)
    {
        var outcome = Run($"rpc {rpc} (M) returns (M);");

        Assert.Empty(outcome.Diagnostics);
        Assert.Equal([rpc], Properties(outcome));
    }

    [Fact]
    public void A_suffix_does_not_take_the_name_of_another_RPC()
    {
        var outcome = Run("rpc Reset (M) returns (M); rpc ResetRpc (M) returns (M);");

        Assert.Equal(["ResetRpcRpc", "ResetRpc"], Properties(outcome));
    }

    [Fact]
    public void Names_that_look_generic_or_asynchronous_are_just_names()
    {
        var outcome = Run("rpc GetAsync (M) returns (M); rpc List_1 (M) returns (stream M); rpc TaskOfT (M) returns (M);");

        Assert.Empty(outcome.Diagnostics);
        Assert.Equal(["GetAsync", "List_1", "TaskOfT"], Properties(outcome));
    }

    [Fact]
    public void Messages_may_be_nested_and_named_as_anything()
    {
        var outcome = GeneratorHarness.Run<MockGenerator>(TestCompilation.Create(
        [
            .. ProtoStubs.Compile("""
                syntax = "proto3";
                option csharp_namespace = "System.Acme";
                message Task { message String { message Type {} } }
                service Object { rpc Get (Task.String) returns (Task.String.Type); }
                """),
            "[assembly: GrpcSdk.Testing.GrpcMock<System.Acme.Object.ObjectClient>]",
        ]));

        Assert.Empty(outcome.Diagnostics);
    }

    [Fact]
    public void An_internal_client_has_an_internal_mock_even_when_a_public_one_is_asked_for()
    {
        var stubs = ProtoStubs.Compile(Good).Select(s => s.Replace("public static partial class S\n", "internal static partial class S\n", StringComparison.Ordinal));
        var outcome = GeneratorHarness.Run<MockGenerator>(TestCompilation.Create([.. stubs, "[assembly: GrpcSdk.Testing.GrpcMock<A.S.SClient>(Public = true)]"]));

        Assert.Equal(Accessibility.Internal, outcome.Compilation.GetTypeByMetadataName("A.SMock")!.DeclaredAccessibility);
    }

    [Theory]
    [InlineData("GSDK5001", "[GrpcMock<string>] partial class X;")]
    [InlineData("GSDK5001", "[GrpcMock<A.M>] partial class X;")]
    [InlineData("GSDK5002", "class C : Grpc.Core.ClientBase<C> { protected override C NewInstance(ClientBaseConfiguration c) => new(); } [GrpcMock<C>] partial class X;")]
    [InlineData("GSDK5003", "[GrpcMock<A.S.SClient>] class X;")]
    [InlineData("GSDK5003", "class Outer { [GrpcMock<A.S.SClient>] partial class X; }")]
    [InlineData("GSDK5006", "[GrpcMock<A.S.SClient>] static partial class X;")]
    [InlineData("GSDK5006", "[GrpcMock<A.S.SClient>] partial class X<T>;")]
    [InlineData("GSDK5006", "[GrpcMock<A.S.SClient>] partial record X;")]
    [InlineData("GSDK5006", "class Base; [GrpcMock<A.S.SClient>] partial class X : Base;")]
    [InlineData("GSDK5006", "[assembly: GrpcMock<A.S.SClient>(Name = \"not a name\")]")]
    [InlineData("GSDK5008", "[assembly: GrpcMock<A.S.SClient>, GrpcMock<A.S.SClient>]")]
    public void Bad_input_gets_a_diagnostic(string id, string source)
    {
        var outcome = GeneratorHarness.Run<MockGenerator>(
            TestCompilation.Create([.. ProtoStubs.Compile(Good), "using GrpcSdk.Testing; " + source]),
            generatedCodeCompiles: false);

        var diagnostic = Assert.Single(outcome.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.True(diagnostic.Location.GetLineSpan().IsValid);
    }

    [Fact]
    public void A_public_class_cannot_mock_an_internal_client()
    {
        var stubs = ProtoStubs.Compile(Good).Select(s => s.Replace("public static partial class S\n", "internal static partial class S\n", StringComparison.Ordinal));
        var outcome = GeneratorHarness.Run<MockGenerator>(
            TestCompilation.Create([.. stubs, "[GrpcSdk.Testing.GrpcMock<A.S.SClient>] public partial class X;"]),
            generatedCodeCompiles: false);

        Assert.Equal("GSDK5007", Assert.Single(outcome.Diagnostics).Id);
    }

    [Fact]
    public void An_RPC_without_protobuf_messages_is_left_out()
    {
        const string Client = """
            class C : Grpc.Core.ClientBase<C>
            {
                public C(Grpc.Core.CallInvoker invoker) : base(invoker) {}
                public virtual Grpc.Core.AsyncUnaryCall<string> GetAsync(string request, Grpc.Core.CallOptions options) => null!;
                protected override C NewInstance(ClientBaseConfiguration c) => new(CallInvoker);
            }
            [GrpcSdk.Testing.GrpcMock<C>] partial class X;
            """;
        var outcome = GeneratorHarness.Run<MockGenerator>(TestCompilation.Create([Client]));

        Assert.Equal("GSDK5005", Assert.Single(outcome.Diagnostics).Id);
        Assert.Empty(Properties(outcome));
    }

    private static GeneratorOutcome Run(string rpcs, bool compiles = true) =>
        GeneratorHarness.Run<MockGenerator>(
            TestCompilation.Create(
            [
                .. ProtoStubs.Compile($"syntax = \"proto3\"; option csharp_namespace = \"A\"; message M {{}} service S {{ {rpcs} }}"),
                "[assembly: GrpcSdk.Testing.GrpcMock<A.S.SClient>]",
            ]),
            generatedCodeCompiles: compiles);

    private static IEnumerable<string> Properties(GeneratorOutcome outcome) =>
        outcome.Compilation.GetSymbolsWithName(n => n is "SMock" or "X", SymbolFilter.Type).OfType<INamedTypeSymbol>().Single()
            .GetMembers().OfType<IPropertySymbol>().Where(p => p.DeclaredAccessibility == Accessibility.Public).Select(p => p.Name);
}
