// Every shape that docs/paging.md lists, and the near misses, as one API: what the detector says of each RPC.
using System.Text;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Tests.Paging;

public class PageDetectorTests
{
    private const string Standard = "int32 page_size = 1; string page_token = 2;";
    private const string Users = "repeated User users = 1; string next_page_token = 2;";

    // Request, response, the expected "items, size, token -> next" (with * for the standard shape), "~ reason", or "-".
    private static readonly (string Request, string Response, string Expected)[] Cases =
    [
        (Standard, Users, "* Users, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated string names = 1; string next_page_token = 2;", "* Names, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated User users = 1; repeated Other others = 3; string next_page_token = 2;", "* Users, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated string unreachable = 1; repeated User users = 2; string next_page_token = 3;", "* Users, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated google.rpc.Status errors = 1; repeated User users = 2; string next_page_token = 3;", "* Users, PageSize, PageToken -> NextPageToken"),
        ("int32 page_size = 1; optional string page_token = 2;", Users, "* Users, PageSize, PageToken -> NextPageToken"),
        ("int32 page_size = 1; oneof at { string page_token = 2; int64 since = 3; }", Users, "* Users, PageSize, PageToken -> NextPageToken"),
        ("int64 page_size = 1; string page_token = 2;", Users, "Users, PageSize, PageToken -> NextPageToken"),
        ("google.protobuf.UInt32Value max_results = 1; string page_token = 2;", Users, "Users, MaxResults, PageToken -> NextPageToken"),
        ("uint32 max_results = 1; string page_token = 2;", "map<string, User> items = 1; string next_page_token = 2; repeated string unreachables = 3;", "Items, MaxResults, PageToken -> NextPageToken"),
        ("uint32 max_results = 1; string page_token = 2;", "repeated string warnings = 1; map<string, User> items = 2; string next_page_token = 3;", "Items, MaxResults, PageToken -> NextPageToken"),
        ("string page_token = 1;", Users, "Users, none, PageToken -> NextPageToken"),
        ("int32 maximum_page_size = 1; bytes next_page_token = 2;", "bytes next_page_token = 1; repeated User users = 2;", "Users, MaximumPageSize, NextPageToken -> NextPageToken"),
        ("int32 limit = 1; string cursor = 2;", "repeated User users = 1; string next_cursor = 2;", "Users, Limit, Cursor -> NextCursor"),
        ("int32 limit = 1; string cursor = 2;", "repeated User users = 1; string cursor = 2;", "Users, Limit, Cursor -> Cursor"),
        ("string continuation_token = 1;", "repeated User users = 1; string continuation_token = 2;", "Users, none, ContinuationToken -> ContinuationToken"),
        ("google.protobuf.StringValue page_token = 1;", "repeated User users = 1; google.protobuf.StringValue next_page_token = 2;", "Users, none, PageToken -> NextPageToken"),
        // Items of other kinds: an enum where there is nothing else, a status where there is nothing else, what is not deprecated.
        (Standard, "repeated Kind kinds = 1; string next_page_token = 2;", "* Kinds, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated Kind kinds = 1; repeated User users = 2; string next_page_token = 3;", "* Users, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated google.rpc.Status errors = 1; string next_page_token = 2;", "* Errors, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated User users = 1 [deprecated = true]; repeated Other others = 2; string next_page_token = 3;", "* Users, PageSize, PageToken -> NextPageToken"),
        (Standard, "repeated User users = 1 [deprecated = true]; string next_page_token = 3;", "* Users, PageSize, PageToken -> NextPageToken"),
        ("uint32 max_results = 1; string page_token = 2;", "repeated Other warnings = 1; repeated User users = 2; string next_page_token = 3;", "Users, MaxResults, PageToken -> NextPageToken"),
        ("uint32 max_results = 1; string page_token = 2;", "UserList unreachable = 1; repeated User users = 2; string next_page_token = 3;", "Users, MaxResults, PageToken -> NextPageToken"),
        ("uint32 max_results = 1; string page_token = 2;", "UserList warnings = 1; repeated User users = 2; string next_page_token = 3;", "Users, MaxResults, PageToken -> NextPageToken"),
        // Of other sizes the live list: nobody else has generated anything for it.
        ("uint32 max_results = 1; string page_token = 2;", "repeated User users = 1 [deprecated = true]; repeated Other others = 2; string next_page_token = 3;", "Others, MaxResults, PageToken -> NextPageToken"),
        ("int32 max_instance_count = 1; string page_token = 2;", Users, "Users, MaxInstanceCount, PageToken -> NextPageToken"),
        ("int32 user_page_size = 1; int32 depth = 2; string page_token = 3;", Users, "Users, UserPageSize, PageToken -> NextPageToken"),
        ("int32 max_user_count = 1; int32 max_group_count = 2; string page_token = 3;", Users, "Users, none, PageToken -> NextPageToken"),
        ("int32 min_count = 1; string page_token = 2;", Users, "Users, none, PageToken -> NextPageToken"),
        // Tokens that are messages.
        ("Point offset = 1; uint32 limit = 2;", "repeated User users = 1; Point next_page_offset = 2;", "Users, Limit, Offset -> NextPageOffset"),
        ("Point offset = 1;", "repeated User users = 1; Point next_page_offset = 2;", "-"),
        ("Point offset = 1; uint32 limit = 2;", "repeated User users = 1; Other next_page_offset = 2;", "-"),
        // Nested.
        ("Paging pagination = 1;", "repeated User users = 1; NextPaging pagination = 2;", "Users, Pagination.Limit, Pagination.PageToken -> Pagination.NextPageToken"),
        ("KeyPageRequest pagination = 1;", "repeated User users = 1; KeyPageResponse pagination = 2;", "Users, Pagination.Limit, Pagination.Key -> Pagination.NextKey"),
        (Standard, "repeated User users = 1; NextPaging page_info = 2;", "Users, PageSize, PageToken -> PageInfo.NextPageToken"),
        (Standard, "Result result = 1;", "Result.Rows, PageSize, PageToken -> Result.NextPageToken"),
        ("int32 maximum_page_size = 1; bytes next_page_token = 2;", "UserList history = 1; repeated bytes raw = 2; bytes next_page_token = 3;", "History.Users, MaximumPageSize, NextPageToken -> NextPageToken"),
        ("Wrapped page_token = 1;", "repeated User users = 1; Wrapped next_page_token = 2;", "Users, none, PageToken.Token -> NextPageToken.Token"),
        ("oneof by { Paging simple = 1; string exact = 2; }", Users, "~ the response has 'NextPageToken' but the request has no page token"),
        ("string name = 1;", "repeated User users = 1; NextPaging first_task = 2;", "-"),
        (Standard, "repeated User users = 1;", "~ the request has 'PageToken' but the response has no next page token"),
        (Standard, "User user = 1; string next_page_token = 2;", "~ the response has no repeated"),
        (Standard, "repeated User users = 1; bytes next_page_token = 2;", "~ the request's 'PageToken' is a string but the response's 'NextPageToken' is bytes"),
        (Standard, "repeated User users = 1; int64 next_page_token = 2;", "~ the response's 'NextPageToken' is of type int64"),
        ("int32 page_size = 1; int64 page_token = 2;", Users, "~ the request's 'PageToken' is of type int64"),
        ("int32 page_size = 1;", Users, "~ the response has 'NextPageToken' but the request has no page token"),
        ("int32 page_size = 1; int32 offset = 2;", "repeated User users = 1;", "~ the request has 'PageSize' but no page token"),
        ("string token = 1;", "repeated User users = 1; string token = 2;", "-"),
        ("string user = 1; string password = 2;", "string token = 1; repeated string roles = 2;", "-"),
        ("string parent = 1;", "repeated User users = 1;", "-"),
        ("string query = 1; int32 limit = 2;", "repeated User users = 1;", "-"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_shape_is_what_the_documentation_says_from_source_and_from_metadata(bool fromMetadata)
    {
        var compilation = TestCompilation.Create(Stubs());
        if (fromMetadata)
        {
            compilation = TestCompilation.Create(["// empty"], "Consumer", [compilation.ToMetadata()]);
        }

        var client = ShapeParser.Parse(compilation.GetTypeByMetadataName("Acme.V1.Api+ApiClient")!, compilation, null, default)!;

        Assert.Equal(Cases.Length, client.Rpcs.Count);
        Assert.All(client.Rpcs.Zip(Cases), pair =>
        {
            var (rpc, expected) = pair;
            var actual = Describe(PageDetector.Detect(rpc, client));
            Assert.True(
                expected.Expected[0] == '~' ? actual.StartsWith(expected.Expected, StringComparison.Ordinal) : actual == expected.Expected,
                $"{expected.Request} -> {expected.Response}: expected {expected.Expected}, was {actual}");
        });
    }

    [Fact]
    public void Near_misses_are_info_diagnostics_and_all_pagers_compile()
    {
        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create(Stubs()));

        Assert.Equal(Cases.Count(c => c.Expected[0] == '~'), outcome.Diagnostics.Length);
        Assert.All(outcome.Diagnostics, d => Assert.Equal(("GSDK6001", DiagnosticSeverity.Info), (d.Id, d.Severity)));
    }

    [Theory]
    [InlineData("Token = \"Offset\"", "a token is a string, bytes or a message", "int32 offset = 1; string page_token = 2;", Users)]
    [InlineData("Token = \"Offset\", NextToken = \"Next\"", "the request's 'Offset' is a message but the response's 'Next' is a string", "Point offset = 1;", "repeated User users = 1; string next = 2;")]
    [InlineData("Token = \"Offset\", NextToken = \"Next\"", "the request's 'Offset' is a message but the response's 'Next' is another message", "Point offset = 1;", "repeated User users = 1; Other next = 2;")]
    [InlineData("Token = \"Offset\"", "the request's 'Offset' is a message but the response's 'NextPageToken' is a string", "Point offset = 1; string page_token = 2;", Users)]
    [InlineData("Size = \"Filter\"", "a size is an integer", "string filter = 1; string page_token = 2;", Users)]
    [InlineData("Items = \"NextPageToken\"", "items are a repeated field or a map", Standard, Users)]
    [InlineData("Token = \"Offset\", NextToken = \"Next\"", null, "Point offset = 1;", "repeated User users = 1; Point next = 2;")]
    public void What_the_attribute_names_and_cannot_be_it_is_said_there(string attribute, string? problem, string request, string response)
    {
        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. Stubs((request, response, "")), $$"""
            [assembly: GrpcSdk.GrpcPage<Acme.V1.Api.ApiClient>("List0", {{attribute}})]
            """]));

        Assert.Equal(problem is null ? 0 : 1, outcome.Diagnostics.Length);
        Assert.All(outcome.Diagnostics, d => Assert.Equal("GSDK6002", d.Id));
        Assert.All(outcome.Diagnostics, d => Assert.Contains(problem!, d.GetMessage(null), StringComparison.Ordinal));
        Assert.Equal(problem is null, outcome.Sources.Keys.Any(k => k.Contains("Paging", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_attribute_names_fields_turns_a_pager_off_and_is_checked()
    {
        const string Attributes = """
            using Acme.V1;
            using GrpcSdk;
            [assembly: GrpcPage<Api.ApiClient>("List2", Items = "Others")]
            [assembly: GrpcPage<Api.ApiClient>("List0", Ignore = true)]
            [assembly: GrpcPage<Api.ApiClient>("List1", Items = "Nothing")]
            [assembly: GrpcPage<Api.ApiClient>("NoSuchRpc")]
            """;
        var outcome = GeneratorHarness.Run<HelpersGenerator>(TestCompilation.Create([.. Stubs(), Attributes]));

        var source = outcome.Sources.Single(s => s.Key.Contains("Paging", StringComparison.Ordinal)).Value;
        Assert.Contains("static response => new(response.Others,", source, StringComparison.Ordinal);
        Assert.Contains("static response => new(response.Result?.Rows,", source, StringComparison.Ordinal);
        Assert.DoesNotContain(" List0Paged(", source, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Diagnostics.Count(d => d.Id == "GSDK6002"));
    }

    private static string Describe(PageFinding finding) => finding switch
    {
        { Shape: { } s } => $"{(s.IsStandard ? "* " : "")}{s.Items.Name}, {s.Size?.Name ?? "none"}, {s.Token.Name} -> {s.NextToken.Name}",
        { NearMiss: { } reason } => $"~ {reason}",
        _ => "-",
    };

    private static IEnumerable<string> Stubs(params (string Request, string Response, string Expected)[] cases)
    {
        cases = cases.Length > 0 ? cases : Cases;
        var proto = new StringBuilder("""
            syntax = "proto3";
            package acme.v1;
            option csharp_namespace = "Acme.V1";
            import "google/protobuf/wrappers.proto";
            import "google/rpc/status.proto";
            message User { string name = 1; }
            message Other { string name = 1; }
            enum Kind { KIND_UNSPECIFIED = 0; }
            message Paging { uint64 limit = 1; string page_token = 2; }
            message NextPaging { string next_page_token = 1; uint64 total = 2; }
            message KeyPageRequest { bytes key = 1; uint64 offset = 2; uint64 limit = 3; }
            message KeyPageResponse { bytes next_key = 1; uint64 total = 2; }
            message Result { repeated User rows = 1; string next_page_token = 2; }
            message UserList { repeated User users = 1; }
            message Wrapped { string token = 1; }
            message Point { oneof id { uint64 num = 1; string uuid = 2; } }

            """);
        for (var i = 0; i < cases.Length; i++)
        {
            proto.AppendLine($"message Request{i} {{ {cases[i].Request} }}").AppendLine($"message Response{i} {{ {cases[i].Response} }}");
        }

        proto.AppendLine("service Api {").AppendJoin('\n', cases.Select((_, i) => $"rpc List{i} (Request{i}) returns (Response{i});")).AppendLine("}");
        var status = ("google/rpc/status.proto", """
            syntax = "proto3";
            package google.rpc;
            option csharp_namespace = "Google.Rpc";
            message Status { int32 code = 1; string message = 2; }
            """);
        return ProtoStubs.Compile(("test.proto", proto.ToString()), status).Where(s => !s.Contains("class StatusReflection", StringComparison.Ordinal));
    }
}
