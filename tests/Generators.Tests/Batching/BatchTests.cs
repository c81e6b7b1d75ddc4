// From proto text to batch helpers and loaders.
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Batching;

public class BatchTests
{
    private const string Head = """
        syntax = "proto3";
        package acme.v1;
        option csharp_namespace = "Acme.V1";
        import "google/protobuf/empty.proto";
        import "google/rpc/status.proto";
        message User { int32 id = 1; string name = 2; }
        """;

    private static readonly (string, string) Status = ("google/rpc/status.proto", """
        syntax = "proto3";
        package google.rpc;
        option csharp_namespace = "Google.Rpc";
        message Status { int32 code = 1; string message = 2; }
        """);

    [Fact]
    public void A_map_with_a_not_found_list_gets_a_batch_and_a_loader()
    {
        var outcome = Run("""
            service Users {
              rpc GetUser (GetUserRequest) returns (User);
              rpc BatchGetUsers (BatchGetUsersRequest) returns (BatchGetUsersResponse);
            }
            message GetUserRequest { int32 id = 1; }
            message BatchGetUsersRequest { repeated int32 user_ids = 1; }
            message BatchGetUsersResponse { map<int32, User> users = 1; repeated int32 not_found = 2; }
            """, """
            using Acme.V1;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(Users.UsersClient client, int[] ids)
                {
                    System.Collections.Generic.IReadOnlyList<GrpcSdk.Batching.BatchResult<int, User>> r = await client.BatchGetAllUsersAsync(ids,
                        new() { MaxBatchSize = 100, MaxConcurrency = 4, OnFailure = GrpcSdk.Batching.BatchFailureMode.Isolate });
                    await using var loader = client.CreateUserLoader(maxBatch: 100, window: System.TimeSpan.FromMilliseconds(1));
                    User user = await loader.LoadAsync(7);
                }
            }
            """);

        Snapshot.Matches(outcome);
    }

    [Fact]
    public void Names_and_a_list_are_matched_by_the_name_of_the_item()
    {
        var source = BatchSource("""
            service Users { rpc BatchGetUsers (BatchGetUsersRequest) returns (BatchGetUsersResponse); }
            message BatchGetUsersRequest { string parent = 1; repeated string names = 2; }
            message BatchGetUsersResponse { repeated User users = 1; }
            """);

        Assert.Contains("KeyOf = static item => item.Name", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Loader", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Creates_are_mutations_with_request_ids_and_partial_success()
    {
        var source = BatchSource("""
            service Users { rpc BatchCreateUsers (BatchCreateUsersRequest) returns (BatchCreateUsersResponse); }
            message CreateUserRequest { User user = 1; string request_id = 2; }
            message BatchCreateUsersRequest { repeated CreateUserRequest requests = 1; }
            message BatchCreateUsersResponse { repeated User users = 1; map<int32, google.rpc.Status> failed_requests = 2; }
            """);

        Assert.Contains("IsMutation = true", source, StringComparison.Ordinal);
        Assert.Contains("RequestIdOf = static key => key.RequestId", source, StringComparison.Ordinal);
        Assert.Contains("Failed = global::GrpcSdk.RpcStatus.FromMap(response.FailedRequests)", source, StringComparison.Ordinal);
        Assert.Contains("not atomic", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delete_that_returns_nothing_gives_the_response_to_every_key()
    {
        var source = BatchSource("""
            service Users { rpc BatchDeleteUsers (BatchDeleteUsersRequest) returns (google.protobuf.Empty); }
            message BatchDeleteUsersRequest { repeated string names = 1; }
            """);

        Assert.Contains("static response => new(response))", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BatchGetter", "repeated string names = 1;", "repeated User users = 1;")] // no batch word
    [InlineData("BatchGetUsers", "repeated string names = 1; ", "User user = 1;")] // no items
    [InlineData("BatchGetUsers", "string name = 1;", "repeated User users = 1;")] // no keys
    [InlineData("BatchGetUsers", "repeated string a_ids = 1; repeated string b_ids = 2;", "repeated User users = 1;")] // two kinds of keys
    public void Other_shapes_are_left_alone(string rpc, string request, string response)
    {
        var outcome = Run($$"""
            service Users { rpc {{rpc}} (Request) returns (Response); }
            message Request { {{request}} }
            message Response { {{response}} }
            """);

        Assert.DoesNotContain(outcome.Sources.Keys, k => k.Contains("Batching", StringComparison.Ordinal));
    }

    private static string BatchSource(string proto) =>
        Run(proto).Sources.Single(s => s.Key.Contains("Batching", StringComparison.Ordinal)).Value;

    private static GeneratorOutcome Run(string proto, params string[] sources)
    {
        var stubs = ProtoStubs.Compile(("test.proto", Head + proto), Status).Where(s => !s.Contains("class StatusReflection", StringComparison.Ordinal));
        return GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. stubs, .. sources]));
    }
}
