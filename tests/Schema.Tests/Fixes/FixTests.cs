namespace GrpcSdk.Schema.Tests.Fixes;

/// <summary>What the repairs write, character for character.</summary>
public sealed class FixTests
{
    [Fact]
    public async Task A_rename_reaches_all_uses_in_all_files()
    {
        var result = await FixProject.FixAsync(
            new Dictionary<string, string>
            {
                ["a.proto"] = "syntax = \"proto3\";\npackage a.v1;\nmessage user_info { // The user.\n  message part {}\n  part one = 1;\n}\n",
                ["b.proto"] = "syntax = \"proto3\";\npackage b.v1;\nimport \"a.proto\";\nmessage B {\n  a.v1.user_info x = 1;\n  .a.v1.user_info.part y = 2;\n  map<string, a . v1 . user_info> z = 3; // Odd spaces.\n}\n",
            },
            "version: v2\nlint:\n  use: [MESSAGE_PASCAL_CASE]\n");

        Assert.Equal("syntax = \"proto3\";\npackage a.v1;\nmessage UserInfo { // The user.\n  message Part {}\n  Part one = 1;\n}\n", result.Texts["a.proto"]);
        Assert.Equal("syntax = \"proto3\";\npackage b.v1;\nimport \"a.proto\";\nmessage B {\n  a.v1.UserInfo x = 1;\n  .a.v1.UserInfo.Part y = 2;\n  map<string, a . v1 . UserInfo> z = 3; // Odd spaces.\n}\n", result.Texts["b.proto"]);
    }

    [Fact]
    public async Task A_deleted_field_is_reserved_and_line_ends_stay()
    {
        var result = await FixAsync(
            "syntax = \"proto3\";\r\npackage a.v1;\r\n\r\nmessage User { // Behind the brace.\r\n  // Id.\r\n  int32 id = 1;\r\n}\r\n",
            "breaking:\n  use: [WIRE_JSON]",
            "syntax = \"proto3\";\npackage a.v1;\nmessage User { int32 id = 1; int32 age = 3; }\n");

        Assert.Equal("syntax = \"proto3\";\r\npackage a.v1;\r\n\r\nmessage User { // Behind the brace.\r\n  reserved \"age\";\r\n  reserved 3;\r\n  // Id.\r\n  int32 id = 1;\r\n}\r\n", result);
    }

    [Fact]
    public async Task A_reused_number_is_given_back_and_the_next_free_one_taken()
    {
        var result = await FixAsync(
            "syntax = \"proto3\";\npackage a.v1;\nmessage User {\n  int32 id = 1;\n  string phone = 2; // New.\n  reserved 3 to 4;\n}\n",
            "breaking:\n  use: [WIRE_JSON]",
            "syntax = \"proto3\";\npackage a.v1;\nmessage User { int32 id = 1; int32 age = 2; }\n");

        Assert.Equal("syntax = \"proto3\";\npackage a.v1;\nmessage User {\n  reserved 2; reserved \"age\";\n  int32 id = 1;\n  string phone = 5; // New.\n  reserved 3 to 4;\n}\n", result);
    }

    [Fact]
    public async Task A_reused_number_of_an_enum_is_given_back()
    {
        var result = await FixAsync(
            "syntax = \"proto3\";\npackage a.v1;\nenum Color {\n  COLOR_UNSPECIFIED = 0;\n  COLOR_BLUE = 1;\n}\n",
            "breaking:\n  use: [WIRE_JSON]",
            "syntax = \"proto3\";\npackage a.v1;\nenum Color { COLOR_UNSPECIFIED = 0; COLOR_RED = 1; }\n");

        Assert.Equal("syntax = \"proto3\";\npackage a.v1;\nenum Color {\n  reserved 1; reserved \"COLOR_RED\";\n  COLOR_UNSPECIFIED = 0;\n  COLOR_BLUE = 2;\n}\n", result);
    }

    [Fact]
    public async Task A_rename_that_would_break_what_was_released_is_refused_and_says_why()
    {
        var text = "syntax = \"proto3\";\npackage a.v1;\nmessage User {\n  string userName = 1;\n}\n";
        var files = new Dictionary<string, string> { ["a.proto"] = text };

        var result = await FixProject.FixAsync(files, "version: v2\nlint:\n  use: [FIELD_LOWER_SNAKE_CASE]\nbreaking:\n  use: [FIELD_SAME_TYPE]\n", files);

        Assert.Equal(text, result.Texts["a.proto"]);
        var refused = Assert.Single(result.Refused);
        Assert.Equal("it would be a breaking change: Field \"1\" on message \"User\" changed name from \"userName\" to \"user_name\". [FIELD_SAME_NAME]", refused.Reason);
    }

    [Fact]
    public async Task A_repair_that_does_not_compile_is_refused_and_the_others_are_made()
    {
        var result = await FixProject.FixAsync(
            new Dictionary<string, string> { ["a.proto"] = "syntax = \"proto3\";\npackage a.v1;\nenum Color { RED = 0; }\nenum Paint { COLOR_RED = 0; }\nmessage user {}\n" },
            "version: v2\nlint:\n  use: [ENUM_VALUE_PREFIX, MESSAGE_PASCAL_CASE]\n");

        Assert.Contains("message User {}", result.Texts["a.proto"], StringComparison.Ordinal);
        Assert.Contains("enum Paint { PAINT_COLOR_RED = 0; }", result.Texts["a.proto"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lint:\n  use: [IMPORT_USED]", "syntax = \"proto3\";\n\n// Times.\nimport \"google/protobuf/timestamp.proto\";\nimport \"google/protobuf/empty.proto\";\nmessage A { google.protobuf.Timestamp t = 1; }\n", "syntax = \"proto3\";\n\n// Times.\nimport \"google/protobuf/timestamp.proto\";\nmessage A { google.protobuf.Timestamp t = 1; }\n")]
    [InlineData("lint:\n  use: [SYNTAX_SPECIFIED]", "message A {}\n", "syntax = \"proto2\";\n\nmessage A {}\n")]
    [InlineData("lint:\n  use: [COMMENT_FIELD]", "syntax = \"proto3\";\nmessage A {\n\tstring first_name = 1;\n}\n", "syntax = \"proto3\";\nmessage A {\n\t// TODO: Describe first name.\n\tstring first_name = 1;\n}\n")]
    [InlineData("lint:\n  use: [ENUM_FIRST_VALUE_ZERO]", "syntax = \"proto2\";\nenum Color {\n  // Red.\n  RED = 1;\n}\n", "syntax = \"proto2\";\nenum Color {\n  COLOR_UNSPECIFIED = 0;\n  // Red.\n  RED = 1;\n}\n")]
    [InlineData("lint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]", "syntax = \"proto2\";\nenum Color { NONE = 0; }\nmessage A { optional Color c = 1 [default = NONE]; }\n", "syntax = \"proto2\";\nenum Color { COLOR_UNSPECIFIED = 0; }\nmessage A { optional Color c = 1 [default = COLOR_UNSPECIFIED]; }\n")]
    [InlineData("lint:\n  use: [PACKAGE_VERSION_SUFFIX]", "syntax = \"proto3\";\npackage acme.users;\nmessage A { acme.users.A a = 1; A b = 2; }\n", "syntax = \"proto3\";\npackage acme.users.v1;\nmessage A { acme.users.v1.A a = 1; A b = 2; }\n")]
    [InlineData("lint:\n  use: [PACKAGE_LOWER_SNAKE_CASE]", "syntax = \"proto3\";\npackage acme.UserData.v1; // Users.\nmessage A { acme.UserData.v1.A a = 1; .acme.UserData.v1.A b = 2; UserData.v1.A c = 3; A d = 4; }\n", "syntax = \"proto3\";\npackage acme.user_data.v1; // Users.\nmessage A { acme.user_data.v1.A a = 1; .acme.user_data.v1.A b = 2; user_data.v1.A c = 3; A d = 4; }\n")]
    [InlineData("lint:\n  use: [FIELD_NOT_REQUIRED]", "syntax = \"proto2\";\nmessage A { required /* always */ int32 a = 1; }\n", "syntax = \"proto2\";\nmessage A { optional /* always */ int32 a = 1; }\n")]
    [InlineData("lint:\n  use: [RPC_REQUEST_RESPONSE_UNIQUE]\n  rpc_allow_google_protobuf_empty_responses: true", "syntax = \"proto3\";\nimport \"google/protobuf/empty.proto\";\n\n// Names one.\nmessage GetRequest {\n  int32 id = 1; // Its id.\n}\nservice S {\n  rpc Get(GetRequest) returns (google.protobuf.Empty);\n  rpc Put(GetRequest) returns (google.protobuf.Empty);\n}\n", "syntax = \"proto3\";\nimport \"google/protobuf/empty.proto\";\n\n// Names one.\nmessage GetRequest {\n  int32 id = 1; // Its id.\n}\n\n// Names one.\nmessage PutRequest {\n  int32 id = 1; // Its id.\n}\nservice S {\n  rpc Get(GetRequest) returns (google.protobuf.Empty);\n  rpc Put(PutRequest) returns (google.protobuf.Empty);\n}\n")]
    public async Task A_repair_writes_what_a_person_would(string rules, string before, string after) => Assert.Equal(after, await FixAsync(before, rules));

    [Theory]
    [InlineData("string nick = 1; // Its nick.", "optional string nick = 1; // Its nick.")]
    [InlineData("// Its role.\n  Role role = 1;", "// Its role.\n  optional Role role = 1;")]
    public async Task A_scalar_of_an_update_request_becomes_optional(string field, string repaired)
    {
        var text = "syntax = \"proto3\";\npackage a.v1;\nservice S { rpc UpdateUser(UpdateUserRequest) returns (UpdateUserRequest); }\nenum Role { ROLE_UNSPECIFIED = 0; }\nmessage UpdateUserRequest {\n  " + field + "\n}\n";

        Assert.Equal(text.Replace(field, repaired, StringComparison.Ordinal), await FixOwnAsync("UPDATE_HAS_PRESENCE", text));
    }

    [Fact]
    public async Task An_RPC_that_returns_nothing_gets_a_response_of_its_own_and_the_import_goes_with_the_last_use()
    {
        const string Before = "syntax = \"proto3\";\npackage a.v1;\n\nimport \"google/protobuf/empty.proto\";\n\nservice S {\n  rpc Ping(PingRequest) returns (google.protobuf.Empty); // Is it there?\n} // S\n\nmessage PingRequest {}\n";

        Assert.Equal(
            "syntax = \"proto3\";\npackage a.v1;\n\n\nservice S {\n  rpc Ping(PingRequest) returns (PingResponse); // Is it there?\n} // S\n\n// The response of Ping.\nmessage PingResponse {}\n\nmessage PingRequest {}\n",
            await FixOwnAsync("RPC_RESPONSE_NOT_EMPTY", Before));
    }

    [Theory]
    [InlineData("option csharp_namespace = \"Acme\";\n", "option csharp_namespace = \"Acme.V2\";\n")]
    [InlineData("", "option csharp_namespace = \"Acme.V2\";\n")]
    [InlineData("import \"google/protobuf/empty.proto\"; // Nothing.\n\noption csharp_namespace = \"Acme\";\n", "import \"google/protobuf/empty.proto\"; // Nothing.\n")]
    public async Task A_CSharp_namespace_goes_back_to_what_was_released(string released, string changed)
    {
        const string Head = "syntax = \"proto3\";\npackage acme.v1;\n";
        const string Message = "message A {}\n";

        Assert.Equal(Head + released + Message, await FixOwnAsync("CSHARP_SAME_NAMESPACE", Head + changed + Message, Head + released + Message));
    }

    [Theory]
    [InlineData("optional int32 a = 1;", "int32 a = 1;")]
    [InlineData("int32 a = 1;", "optional  int32 a = 1;")]
    public async Task Presence_goes_back_to_what_was_released(string released, string changed)
    {
        const string Head = "syntax = \"proto3\";\npackage a.v1;\nmessage A { ";

        Assert.Equal(Head + released + " }\n", await FixOwnAsync("CSHARP_SAME_PRESENCE", Head + changed + " }\n", Head + released + " }\n"));
    }

    [Theory]
    [InlineData("UNKNOWN")]
    [InlineData("NONE")]
    [InlineData("COLOR_UNSET")]
    [InlineData("COLOR_INVALID")]
    [InlineData("Undefined")]
    [InlineData("COLOR_DEFAULT")]
    [InlineData("NIL")]
    public async Task A_zero_value_that_means_nothing_is_renamed(string name) => Assert.Contains(
        "enum Color { COLOR_UNSPECIFIED = 0; }", await FixAsync($"syntax = \"proto3\";\npackage a.v1;\nenum Color {{ {name} = 0; }}\n", ZeroValueRule), StringComparison.Ordinal);

    [Theory]
    [InlineData("Operator", "EQUAL")]
    [InlineData("Mode", "READ")]
    [InlineData("Result", "SUCCESS")]
    [InlineData("State", "STATE_RUNNING")]
    [InlineData("Level", "DEBUG_NONE")]
    [InlineData("Kind", "KIND_DEFAULT_VALUE")]
    public async Task A_zero_value_that_means_something_is_refused_with_the_reason(string type, string name)
    {
        var files = new Dictionary<string, string> { ["a.proto"] = $"syntax = \"proto3\";\npackage a.v1;\nenum {type} {{ {name} = 0; }}\n" };
        var result = await FixProject.FixAsync(files, ZeroValueConfiguration);

        Assert.Equal(files["a.proto"], result.Texts["a.proto"]);
        Assert.StartsWith($"'{name}' means something", Assert.Single(result.Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enum Operator {\n  EQUAL = 0;\n}\n", "enum Operator {\n  // buf:lint:ignore ENUM_ZERO_VALUE_SUFFIX\n  EQUAL = 0;\n}\n")]
    [InlineData("// How.\nenum Operator { OPERATOR_NONE = 0; }\n", "// How.\n// buf:lint:ignore ENUM_ZERO_VALUE_SUFFIX\nenum Operator { OPERATOR_NONE = 0; }\n")]
    public async Task A_zero_value_that_is_released_keeps_its_name_with_an_ignore(string before, string after)
    {
        const string Head = "syntax = \"proto3\";\npackage a.v1;\n";
        var files = new Dictionary<string, string> { ["a.proto"] = Head + before };
        var result = await FixProject.FixAsync(files, ZeroValueConfiguration, files);

        Assert.Equal(Head + after, result.Texts["a.proto"]);
        Assert.Empty(result.Refused);
    }

    private const string ZeroValueRule = "lint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]";
    private const string ZeroValueConfiguration = "version: v2\n" + ZeroValueRule + "\n";

    [Fact]
    public async Task Each_module_has_suffixes_of_its_own()
    {
        const string Text = "syntax = \"proto3\";\npackage PACKAGE.v1;\nenum Color { NONE = 0; }\n";

        var result = await FixProject.FixAsync(
            new Dictionary<string, string> { ["one/a.proto"] = Text.Replace("PACKAGE", "one", StringComparison.Ordinal), ["two/a.proto"] = Text.Replace("PACKAGE", "two", StringComparison.Ordinal) },
            "version: v2\nmodules:\n  - path: one\n    lint: { use: [ENUM_ZERO_VALUE_SUFFIX] }\n  - path: two\n    lint: { use: [ENUM_ZERO_VALUE_SUFFIX], enum_zero_value_suffix: _NONE }\n",
            chosen: finding => finding.Rule.Origin == RuleOrigins.Buf);

        Assert.Contains("COLOR_UNSPECIFIED = 0", result.Texts["one/a.proto"], StringComparison.Ordinal);
        Assert.Contains("COLOR_NONE = 0", result.Texts["two/a.proto"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message A { message user_info {} message B { message UserInfo {} user_info u = 1; } }")]
    [InlineData("message UserInfo {} message A { message user_info {} UserInfo u = 1; user_info v = 2; }")]
    [InlineData("enum Color { A_UNSPECIFIED = 0; } enum Shape { SHAPE_UNSPECIFIED = 0; ROUND = 1; } enum Form { SHAPE_ROUND = 0; }")]
    public async Task A_rename_that_would_be_understood_as_something_else_is_not_proposed(string text)
    {
        var texts = new Dictionary<string, string> { ["a.proto"] = "syntax = \"proto3\";\npackage a.v1;\n" + text + "\n" };
        var configuration = BufConfiguration.Parse("version: v2\nlint:\n  use: [MESSAGE_PASCAL_CASE, ENUM_VALUE_PREFIX]\n");
        var image = SchemaImage.Parse((await FixProject.CompileAsync(texts)).DescriptorSet!, [new SchemaTarget("a.proto")]);
        var findings = SchemaLinter.Run(image, configuration).Where(finding => finding.Message.Contains("\"user_info\"", StringComparison.Ordinal) || finding.Message.Contains("\"ROUND\"", StringComparison.Ordinal)).ToList();

        Assert.Single(findings);
        Assert.Empty(new Schema.Fixes.SchemaFixes(image, null, configuration, texts).Of(findings));
    }

    [Fact]
    public void Edits_that_overlap_are_refused() => Assert.Throws<ArgumentException>(() =>
        GrpcSdk.Schema.Fixes.TextEdits.Apply("abc", [new("a", 0, 2, "x"), new("a", 1, 1, "y")]));

    private static async Task<string> FixAsync(string text, string rules, string? baseline = null)
    {
        var result = await FixProject.FixAsync(
            new Dictionary<string, string> { ["a.proto"] = text },
            "version: v2\n" + rules + "\n",
            baseline is null ? null : new Dictionary<string, string> { ["a.proto"] = baseline },
            finding => finding.Rule.Origin == RuleOrigins.Buf);
        return result.Texts["a.proto"];
    }

    private static async Task<string> FixOwnAsync(string rule, string text, string? baseline = null)
    {
        var result = await FixProject.FixAsync(
            new Dictionary<string, string> { ["a.proto"] = text },
            "version: v2\nlint:\n  use: [ENUM_PASCAL_CASE]\nbreaking:\n  use: [FIELD_SAME_JSTYPE]\n",
            baseline is null ? null : new Dictionary<string, string> { ["a.proto"] = baseline },
            finding => finding.Rule.Name == rule);
        return result.Texts["a.proto"];
    }
}
