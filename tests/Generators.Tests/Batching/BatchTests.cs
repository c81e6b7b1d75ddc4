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

        Assert.Contains("BatchIdentity.ByKey<string, global::Acme.V1.User>(\"Name\", static item => item.Name)", source, StringComparison.Ordinal);
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

    [Fact]
    public void Items_of_changes_are_known_by_what_they_share_with_their_request()
    {
        var outcome = Run("""
            service Books {
              rpc BatchCreateBooks (BatchCreateBooksRequest) returns (BooksResponse);
              rpc BatchUpdateBooks (BatchUpdateBooksRequest) returns (BooksResponse);
              rpc BatchUpdateUsers (BatchUpdateUsersRequest) returns (UsersResponse);
              rpc BatchImportUsers (BatchImportUsersRequest) returns (UsersResponse);
            }
            message Book { string name = 1; string title = 2; }
            message CreateBookRequest { string parent = 1; string book_id = 2; Book book = 3; }
            message UpdateBookRequest { Book book = 1; }
            message UpdateUserRequest { int32 user_id = 1; string title = 2; }
            message BatchCreateBooksRequest { repeated CreateBookRequest requests = 1; }
            message BatchUpdateBooksRequest { repeated UpdateBookRequest requests = 1; }
            message BatchUpdateUsersRequest { repeated UpdateUserRequest requests = 1; }
            message BatchImportUsersRequest { repeated User users = 1; }
            message BooksResponse { repeated Book books = 1; }
            message UsersResponse { repeated User users = 1; }
            """);

        Snapshot.Matches(outcome);
    }

    [Fact]
    public void A_result_that_is_an_operation_a_response_or_nothing_answers_every_key_of_its_batch()
    {
        var outcome = Run("""
            service Users {
              rpc BatchDeactivateUsers (Names) returns (Nothing);
              rpc BatchApproveAndArchiveUsers (Names) returns (Count);
              rpc BatchUpdateUsers (Requests) returns (Operation);
              rpc BatchDeleteAlerts (Alerts) returns (DeletedAlerts);
              rpc BatchDeletePhotos (Photos) returns (Statuses);
              rpc BatchWrite (Writes) returns (Nothing);
            }
            message Names { repeated string names = 1; }
            message Nothing {}
            message Count { int64 change_count = 1; }
            message UpdateUserRequest { User user = 1; }
            message Requests { repeated UpdateUserRequest requests = 1; }
            message Operation { string name = 1; }
            message Alerts { repeated string alert_id = 1; }
            message DeletedAlerts { repeated string success_alert_ids = 1; map<string, google.rpc.Status> failed_alert_status = 2; }
            message Photos { repeated string photo_ids = 1; }
            message Statuses { repeated google.rpc.Status status = 1; }
            message Writes { repeated User writes = 1; }
            """);

        Assert.Empty(outcome.Diagnostics);

        Snapshot.Matches(outcome);
    }

    [Fact]
    public void A_get_that_wraps_its_item_makes_a_loader()
    {
        var source = BatchSource("""
            service Users {
              rpc GetUser (GetUserRequest) returns (GetUserResponse);
              rpc BatchGet (BatchGetRequest) returns (BatchGetResponse);
            }
            message GetUserRequest { int32 user_id = 1; }
            message GetUserResponse { User user = 1; string etag = 2; }
            message BatchGetRequest { repeated int32 user_ids = 1; }
            message BatchGetResponse { repeated User users = 1; }
            """);

        Assert.Contains(" BatchGetAllAsync(", source, StringComparison.Ordinal);
        Assert.Contains(" CreateUserLoader(", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BatchGetUsers", "repeated string names = 1;", "User user = 1;", "no repeated field or map that holds the items")]
    [InlineData("BatchGetUsers", "string name = 1;", "repeated User users = 1;", "no repeated \"requests\"")]
    [InlineData("BatchGetUsers", "repeated string a_ids = 1; repeated string b_ids = 2;", "repeated User users = 1;", "no repeated \"requests\"")]
    [InlineData("BatchUpdateParts", "repeated string field_names = 1; repeated User items = 2;", "int32 code = 1; map<string, string> extra_info = 2;", "'Items' stands beside 'FieldNames'")]
    [InlineData("BatchGetUsers", "repeated string names = 1; repeated bytes version = 2;", "repeated User users = 1;", "'Version' stands beside 'Names'")]
    [InlineData("BatchGetUsers", "repeated string names = 1;", "repeated User users = 1; repeated User others = 2;", "several fields that could hold the items")]
    [InlineData("BatchUpdateUsers", "repeated User users = 1;", "repeated User users = 1;", "no repeated \"requests\"")] // may replace the whole list
    [InlineData("BatchCommitUsers", "repeated string names = 1;", "repeated User user_errors = 1;", "none of them holds messages")] // only what failed
    [InlineData("BatchListUsers", "repeated string names = 1; int32 page_size = 2; string page_token = 3;", "repeated User users = 1; string next_page_token = 2;", null)] // pages
    [InlineData("BatchReadUsers", "repeated User users = 1; string into = 2;", "int32 count = 1;", null)] // one result for all
    [InlineData("BatchSum", "repeated int32 values = 1;", "int32 sum = 1;", null)] // a part has another sum
    [InlineData("Batched", "repeated string names = 1;", "repeated User users = 1;", null)] // no word of its own
    [InlineData("GetUsers", "repeated string names = 1;", "repeated User users = 1;", null)]
    public void Other_shapes_are_left_alone_and_near_misses_say_why(string rpc, string request, string response, string? reason)
    {
        var outcome = Run($$"""
            service Users { rpc {{rpc}} (Request) returns (Response); }
            message Request { {{request}} }
            message Response { {{response}} }
            """);

        Assert.DoesNotContain(outcome.Sources.Keys, k => k.Contains("Batching", StringComparison.Ordinal));
        Assert.Equal(reason is null ? 0 : 1, outcome.Diagnostics.Length);
        Assert.All(outcome.Diagnostics, d => Assert.Equal("GSDK6001", d.Id));
        Assert.All(outcome.Diagnostics, d => Assert.Contains(reason!, d.GetMessage(null), StringComparison.Ordinal));
    }

    [Fact]
    public void A_get_that_cannot_be_merged_says_why()
    {
        var outcome = Run("""
            service Users {
              rpc GetUser (GetUserRequest) returns (User);
              rpc BatchGetUsers (BatchGetUsersRequest) returns (BatchGetUsersResponse);
            }
            message GetUserRequest { string email = 1; }
            message BatchGetUsersRequest { repeated int32 user_ids = 1; repeated string field_paths = 2; }
            message BatchGetUsersResponse { repeated User users = 1; }
            """);

        Assert.Equal(
            "'GetUser' looks like a get of 'BatchGetUsers', but has no loader: it takes no 'UserId' of the type that the batch takes in 'UserIds'",
            Assert.Single(outcome.Diagnostics).GetMessage(null));
        Assert.Contains(outcome.Sources.Keys, k => k.Contains("Batching", StringComparison.Ordinal));
    }

    private static string BatchSource(string proto) =>
        Run(proto).Sources.Single(s => s.Key.Contains("Batching", StringComparison.Ordinal)).Value;

    private static GeneratorOutcome Run(string proto, params string[] sources)
    {
        var stubs = ProtoStubs.Compile(("test.proto", Head + proto), Status).Where(s => !s.Contains("class StatusReflection", StringComparison.Ordinal));
        return GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. stubs, .. sources]));
    }
}
