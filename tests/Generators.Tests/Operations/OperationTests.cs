// From proto text to operation helpers: google.longrunning as users compile it, and vendors' own messages.
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Operations;

public class OperationTests
{
    private static readonly (string, string) LongRunning = ("google/longrunning/operations.proto", """
        syntax = "proto3";
        package google.longrunning;
        option csharp_namespace = "Google.LongRunning";
        import "google/protobuf/any.proto";
        import "google/protobuf/empty.proto";
        import "google/protobuf/descriptor.proto";
        import "google/rpc/status.proto";
        extend google.protobuf.MethodOptions { OperationInfo operation_info = 1049; }
        service Operations {
          rpc GetOperation (GetOperationRequest) returns (Operation);
          rpc CancelOperation (CancelOperationRequest) returns (google.protobuf.Empty);
          rpc DeleteOperation (DeleteOperationRequest) returns (google.protobuf.Empty);
        }
        message Operation {
          string name = 1;
          google.protobuf.Any metadata = 2;
          bool done = 3;
          oneof result { google.rpc.Status error = 4; google.protobuf.Any response = 5; }
        }
        message GetOperationRequest { string name = 1; }
        message CancelOperationRequest { string name = 1; }
        message DeleteOperationRequest { string name = 1; }
        message OperationInfo { string response_type = 1; string metadata_type = 2; }
        """);

    private static readonly (string, string) Status = ("google/rpc/status.proto", """
        syntax = "proto3";
        package google.rpc;
        option csharp_namespace = "Google.Rpc";
        message Status { int32 code = 1; string message = 2; }
        """);

    // Google.Rpc.Status is that of Google.Api.CommonProtos, or the user compiles google/rpc/status.proto himself.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_service_with_its_own_GetOperation_needs_nothing_else(bool compilesStatus)
    {
        var outcome = Run(compilesStatus, """
            import "google/longrunning/operations.proto";
            service BatchJobService {
              rpc ProcessBatch (BatchRequest) returns (google.longrunning.Operation) {
                option (google.longrunning.operation_info) = { response_type: "BatchResult" metadata_type: "acme.v1.BatchProgress" };
              }
              rpc GetOperation (google.longrunning.GetOperationRequest) returns (google.longrunning.Operation);
            }
            message BatchRequest {}
            message BatchResult {}
            message BatchProgress {}
            """, """
            using Acme.V1;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(BatchJobService.BatchJobServiceClient client, GrpcSdk.Operations.PollOptions poll)
                {
                    var op = await client.BeginProcessBatch(new());
                    await foreach (BatchProgress m in op.WatchAsync(poll)) { }
                    BatchResult job = await client.ResumeProcessBatch(op.Name).WaitAsync(poll);
                }
            }
            """);

        Snapshot.Matches(string.Concat(outcome.Sources.Where(s => s.Key.StartsWith("Acme", StringComparison.Ordinal)).Select(s => s.Value)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_service_without_one_takes_the_poller_of_another_client(bool compilesStatus)
    {
        Run(compilesStatus, """
            import "google/longrunning/operations.proto";
            service Indexes { rpc BuildIndex (BuildIndexRequest) returns (google.longrunning.Operation); }
            message BuildIndexRequest {}
            message Index {}
            message Progress {}
            """, """
            using Acme.V1;
            using Google.LongRunning;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(Indexes.IndexesClient client, Google.LongRunning.Operations.OperationsClient operations)
                {
                    var op = await client.BeginBuildIndex<Index, Progress>(new(), operations.ToOperationPoller());
                    await op.CancelAsync();
                    Index index = await op.WaitAsync();
                }
            }
            """);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_vendors_own_operation_works_alike(bool compilesStatus)
    {
        var outcome = Run(compilesStatus, """
            import "google/protobuf/any.proto";
            service Disks {
              rpc Create (CreateDiskRequest) returns (Task);
            }
            service TaskService {
              rpc Get (GetTaskRequest) returns (Task);
              rpc Cancel (CancelTaskRequest) returns (Task);
            }
            message CreateDiskRequest { string zone = 1; }
            message GetTaskRequest { string operation_id = 1; }
            message CancelTaskRequest { string operation_id = 1; }
            message Problem { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }
            message Disk { string id = 1; }
            message Progress { int32 percent = 1; }
            message Task { string id = 1; bool done = 2; Progress metadata = 3; oneof result { Problem error = 4; Disk response = 5; } }
            """, """
            using Acme.V1;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(Disks.DisksClient client, TaskService.TaskServiceClient tasks)
                {
                    var op = await client.BeginCreate(new(), tasks.ToOperationPoller());
                    Disk disk = await op.WaitAsync(progress: new System.Progress<Progress>(p => _ = p.Percent));
                }
            }
            """);

        Assert.Contains(outcome.Sources.Values, s => s.Contains("RpcStatus.From((int)error.Code, error.Message, error.Details)", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Sources.Values, s => s.Contains("BeginGet", StringComparison.Ordinal) || s.Contains("BeginCancel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stubs_of_another_assembly_are_served_whoever_compiled_its_status(bool compilesStatus)
    {
        var contracts = TestCompilation.Create(Stubs(compilesStatus, """
            import "google/longrunning/operations.proto";
            service Jobs {
              rpc Start (StartRequest) returns (google.longrunning.Operation);
              rpc GetOperation (google.longrunning.GetOperationRequest) returns (google.longrunning.Operation);
              rpc BatchCreateUsers (BatchCreateUsersRequest) returns (BatchCreateUsersResponse);
            }
            message StartRequest {}
            message User { string name = 1; }
            message BatchCreateUsersRequest { repeated User requests = 1; }
            message BatchCreateUsersResponse { repeated User users = 1; map<int32, google.rpc.Status> failed_requests = 2; }
            """, "import \"google/rpc/status.proto\";"), "Contracts");
        const string Consumer = """
            [assembly: GrpcSdk.GrpcHelpers<Acme.V1.Jobs.JobsClient>]
            """;

        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([Consumer], "Consumer", [contracts.ToMetadata()]));

        Assert.Contains(outcome.Sources.Values, s => s.Contains("BeginStart", StringComparison.Ordinal));
        Assert.Contains(outcome.Sources.Values, s => s.Contains("Failed = ", StringComparison.Ordinal));
    }

    private static GeneratorOutcome Run(bool compilesStatus, string proto, params string[] sources) =>
        GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. Stubs(compilesStatus, proto), .. sources]));

    private static IEnumerable<string> Stubs(bool compilesStatus, string proto, string imports = "")
    {
        const string Head = """
            syntax = "proto3";
            package acme.v1;
            option csharp_namespace = "Acme.V1";

            """;
        return ProtoStubs.Compile(("test.proto", Head + imports + proto), LongRunning, Status).Where(s => compilesStatus || !s.Contains("class StatusReflection", StringComparison.Ordinal));
    }
}
