// From proto text to uploads, bulk sends and resumable streams.
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;

namespace GrpcSdk.Generators.Tests.Streams;

public class StreamTests
{
    private const string Head = """
        syntax = "proto3";
        package acme.v1;
        option csharp_namespace = "Acme.V1";
        import "google/protobuf/timestamp.proto";
        message Summary { int64 count = 1; }
        message Cursor { string token = 1; }

        """;

    [Fact]
    public void A_flat_chunk_a_oneof_and_a_bulk_create_are_fed()
    {
        var outcome = Run("""
            service Uploads {
              rpc UploadImages (stream ImageChunk) returns (Summary);
              rpc UploadFile (stream FilePart) returns (Summary);
              rpc CreateUsers (stream CreateUserRequest) returns (Summary);
              rpc AddPoints (stream Points) returns (Summary);
            }
            message ImageChunk { string filename = 1; bytes data = 2; int32 chunk_number = 3; int64 offset = 4; }
            message FileInfo { string name = 1; }
            message FilePart { oneof part { FileInfo info = 1; bytes chunk = 2; } }
            message CreateUserRequest { string name = 1; }
            message Point { double x = 1; }
            message Points { repeated Point points = 1; }
            """, """
            using System.Collections.Generic;
            using System.IO;
            using Acme.V1;
            using GrpcSdk.Streaming;
            static class Caller
            {
                public static async System.Threading.Tasks.Task Run(
                    Uploads.UploadsClient client, Stream file, System.IProgress<StreamProgress> progress, IAsyncEnumerable<CreateUserRequest> users, IAsyncEnumerable<Point> points)
                {
                    Summary a = await client.UploadImagesAsync(new(file, new() { Filename = "a.png" }), progress, chunkSize: 64 * 1024);
                    Summary m = await client.UploadImagesManyAsync([new(file, new()), new(file, new())]);
                    Summary b = await client.UploadFileAsync(new(file, new() { Info = new() { Name = "b" } }), progress);
                    Summary c = await client.CreateUsersAsync(users, progress);
                    Summary d = await client.AddPointsAsync(points, progress, itemsPerMessage: 10);
                }
            }
            """);

        Snapshot.Matches(outcome);
    }

    [Theory]
    [InlineData("string resume_token = 1;", "string resume_token = 9;", "item.ResumeToken", "request.ResumeToken = cursor")]
    [InlineData("bytes resume_token = 1;", "bytes resume_token = 9;", "item.ResumeToken", "request.ResumeToken = cursor")]
    [InlineData("int32 after_id = 1;", "int32 id = 9;", "item.Id", "request.AfterId = cursor")]
    [InlineData("int64 start_offset = 1;", "int64 offset = 9;", "item.Offset", "request.StartOffset = cursor")]
    [InlineData("int64 read_offset = 1;", "int64 offset = 9;", "item.Offset", "request.ReadOffset = cursor")]
    [InlineData("google.protobuf.Timestamp since = 1;", "google.protobuf.Timestamp timestamp = 9;", "item.Timestamp", "request.Since = cursor")]
    [InlineData("google.protobuf.Timestamp start_time = 1;", "google.protobuf.Timestamp created_at = 9;", "item.CreatedAt", "request.StartTime = cursor")]
    [InlineData("Cursor optional_cursor = 1;", "Cursor after_result_cursor = 9;", "item.AfterResultCursor", "request.OptionalCursor = cursor")]
    [InlineData("string cursor = 1;", "string next_cursor = 9;", "item.NextCursor", "request.Cursor = cursor")]
    [InlineData("int64 since = 1; string resume_token = 2;", "int64 sequence = 9; string resume_token = 8;", "item.ResumeToken", "request.ResumeToken = cursor")]
    public void A_place_in_the_item_and_in_the_request_make_a_stream_resumable(string request, string item, string read, string write)
    {
        var source = StreamSource(request, item);

        Assert.Contains($"static item => {read}", source, StringComparison.Ordinal);
        Assert.Contains(write, source, StringComparison.Ordinal);
        Assert.Contains("WatchResumable(", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_counts_over_all_attempts() =>
        Assert.Contains("SetLimit = static (request, limit) => request.Limit = (int)limit", StreamSource("int32 limit = 1; int32 after_id = 2;", "int32 id = 9;"), StringComparison.Ordinal);

    [Theory]
    [InlineData("string resume_token = 1;", "bytes resume_token = 9;")] // another type
    [InlineData("string after_id = 1;", "int32 id = 9;")]
    [InlineData("Cursor optional_cursor = 1;", "string after_result_cursor = 9;")]
    [InlineData("string a_cursor = 1;", "string b_cursor = 9; string c_cursor = 8;")] // which of them?
    [InlineData("string startup = 1;", "string up = 9;")] // no word of its own
    [InlineData("string filter = 1;", "string id = 9;")]
    public void A_stream_without_a_place_has_no_helper(string request, string item) =>
        Assert.DoesNotContain(Watch(request, item).Sources.Keys, k => k.Contains("Streams", StringComparison.Ordinal));

    private static string StreamSource(string request, string item) =>
        Watch(request, item).Sources.Single(s => s.Key.Contains("Streams", StringComparison.Ordinal)).Value;

    private static GeneratorOutcome Watch(string request, string item) => Run($$"""
        service Logs { rpc Watch (WatchRequest) returns (stream Entry); }
        message WatchRequest { {{request}} }
        message Entry { {{item}} }
        """);

    private static GeneratorOutcome Run(string proto, params string[] sources) =>
        GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. ProtoStubs.Compile(Head + proto), .. sources]));
}
