// RpcParser reads clients and services from source and from metadata alike.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Common;

public class RpcParserTests
{
    private const string Proto = """
        syntax = "proto3";
        package acme.v1;
        option csharp_namespace = "Acme.V1";
        service Greeter {
          rpc SayHello (Request) returns (Reply);
          rpc GetAsync (Request) returns (Reply);
          rpc say_old (Request) returns (Reply) { option deprecated = true; }
          rpc Watch (Request) returns (stream Reply);
          rpc Upload (stream Request) returns (Reply);
          rpc Chat (stream Request) returns (stream Outer.Nested);
        }
        message Request {}
        message Reply {}
        message Outer { message Nested {} }
        """;

    private static readonly RpcModel[] Expected =
    [
        new("SayHello", RpcKind.Unary, "global::Acme.V1.Request", "global::Acme.V1.Reply", null),
        new("GetAsync", RpcKind.Unary, "global::Acme.V1.Request", "global::Acme.V1.Reply", null),
        new("say_old", RpcKind.Unary, "global::Acme.V1.Request", "global::Acme.V1.Reply", ""),
        new("Watch", RpcKind.ServerStreaming, "global::Acme.V1.Request", "global::Acme.V1.Reply", null),
        new("Upload", RpcKind.ClientStreaming, "global::Acme.V1.Request", "global::Acme.V1.Reply", null),
        new("Chat", RpcKind.DuplexStreaming, "global::Acme.V1.Request", "global::Acme.V1.Outer.Types.Nested", null),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_has_its_RPCs_in_order_also_from_a_referenced_assembly(bool fromMetadata)
    {
        var compilation = TestCompilation.Create(ProtoStubs.Compile(Proto));
        if (fromMetadata)
        {
            compilation = TestCompilation.Create(["// empty"], "Consumer", [compilation.ToMetadata()]);
        }

        var client = RpcParser.ParseClient(compilation.GetTypeByMetadataName("Acme.V1.Greeter+GreeterClient")!, default);

        Assert.NotNull(client);
        Assert.Equal(("Acme.V1", "global::Acme.V1.Greeter", "Greeter", "global::Acme.V1.Greeter.GreeterClient", true, null), (client.Namespace, client.ServiceClass, client.ServiceName, client.Type, client.IsPublic, client.Obsolete));
        Assert.Equal(Expected, client.Rpcs);
    }

    [Fact]
    public void A_service_base_has_the_same_RPCs()
    {
        var compilation = TestCompilation.Create([.. ProtoStubs.Compile(Proto), "class Impl : Acme.V1.Greeter.GreeterBase {}"]);

        var serviceBase = compilation.GetTypeByMetadataName("Impl")!.FindServiceBase();

        Assert.Equal("GreeterBase", serviceBase?.Name);
        Assert.Equal(Expected, RpcParser.ServiceMethods(serviceBase!, default).Select(m => m.Rpc));
    }

    [Fact]
    public void A_class_that_is_no_client_gives_null()
    {
        var compilation = TestCompilation.Create(["class ClientBase<T> {} class Fake : ClientBase<Fake> {}"]);

        Assert.Null(RpcParser.ParseClient(compilation.GetTypeByMetadataName("Fake")!, default));
    }
}
