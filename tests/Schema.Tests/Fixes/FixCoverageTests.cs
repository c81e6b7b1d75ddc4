using GrpcSdk.Schema.Fixes;

namespace GrpcSdk.Schema.Tests.Fixes;

/// <summary>Every rule has a repair, or a reason why a machine must not make one. A new rule has to choose.</summary>
public sealed class FixCoverageTests
{
    private const string Moves = "A file would move, and with it every import and build that names it; an edit of texts cannot.";
    private const string Decision = "What the author wants instead is not in the schema.";
    private const string Name = "The new name has to be thought of.";
    private const string Promise = "Fields alone are a promise that the service does not keep: its code has to change first.";
    private const string Deletion = "The declaration was taken out on purpose, and its text is gone: a baseline has neither comments nor order.";
    private const string PackageSame = "PACKAGE_SAME_";
    private const string Undo = "Undoing a change of a declaration is the author's: the message says what was released, and a new field may be what is right.";

    private static readonly Dictionary<string, string> WithoutRepair = new(StringComparer.Ordinal)
    {
        ["DIRECTORY_SAME_PACKAGE"] = Moves,
        ["FILE_LOWER_SNAKE_CASE"] = Moves,
        ["PACKAGE_DIRECTORY_MATCH"] = Moves,
        ["PACKAGE_SAME_DIRECTORY"] = Moves,
        ["FILE_SAME_PACKAGE"] = Moves,
        ["ENUM_NO_ALLOW_ALIAS"] = "Which of two names goes is a decision, and either may be released.",
        ["FIELD_NO_DESCRIPTOR"] = Name,
        ["IMPORT_NO_PUBLIC"] = "Files elsewhere may import through it, which neither protoc nor a baseline can tell.",
        ["PACKAGE_NO_IMPORT_CYCLE"] = Decision,
        ["STABLE_PACKAGE_NO_IMPORT_UNSTABLE"] = Decision,
        ["RPC_NO_CLIENT_STREAMING"] = "Another RPC with other messages has to be designed.",
        ["RPC_NO_SERVER_STREAMING"] = "Another RPC with other messages has to be designed.",

        ["SYNTAX_PROTO3_OR_EDITION"] = "Presence, enums and defaults change their meaning with the syntax.",
        ["CSHARP_NAME_COLLISION"] = Name,
        ["CSHARP_ENUM_VALUE_COLLISION"] = Name,
        ["JSON_NAME_COLLISION"] = Name,
        ["LIST_HAS_PAGES"] = Promise,
        ["PAGINATION_NEAR_MISS"] = Promise,
        ["BATCH_NEAR_MISS"] = Promise,
        ["OPERATION_NEAR_MISS"] = Promise,
        ["DEPRECATED_SAYS_WHAT_TO_USE"] = "Only the author knows what to use instead, and a stub would silence the rule.",
        ["LARGE_BYTES_IN_UNARY"] = "Another RPC with other messages has to be designed.",
        ["STREAM_CAN_RESUME"] = Promise,

        ["ENUM_NO_DELETE"] = Deletion,
        ["ENUM_VALUE_NO_DELETE"] = Deletion,
        ["EXTENSION_NO_DELETE"] = Deletion,
        ["EXTENSION_MESSAGE_NO_DELETE"] = Deletion,
        ["FIELD_NO_DELETE"] = Deletion,
        ["FILE_NO_DELETE"] = Deletion,
        ["MESSAGE_NO_DELETE"] = Deletion,
        ["ONEOF_NO_DELETE"] = Deletion,
        ["PACKAGE_ENUM_NO_DELETE"] = Deletion,
        ["PACKAGE_EXTENSION_NO_DELETE"] = Deletion,
        ["PACKAGE_MESSAGE_NO_DELETE"] = Deletion,
        ["PACKAGE_NO_DELETE"] = Deletion,
        ["PACKAGE_SERVICE_NO_DELETE"] = Deletion,
        ["RPC_NO_DELETE"] = Deletion,
        ["SERVICE_NO_DELETE"] = Deletion,
        ["PAGINATION_NO_DELETE"] = Deletion,
        ["BATCH_NO_DELETE"] = Deletion,
        ["OPERATION_NO_DELETE"] = Deletion,
        ["HTTP_SAME_BINDING"] = Deletion,

        ["ENUM_SAME_JSON_FORMAT"] = Undo,
        ["ENUM_SAME_TYPE"] = Undo,
        ["FIELD_SAME_CARDINALITY"] = Undo,
        ["FIELD_SAME_CPP_STRING_TYPE"] = Undo,
        ["FIELD_SAME_DEFAULT"] = Undo,
        ["FIELD_SAME_JAVA_UTF8_VALIDATION"] = Undo,
        ["FIELD_SAME_JSTYPE"] = Undo,
        ["FIELD_SAME_ONEOF"] = Undo,
        ["FIELD_SAME_UTF8_VALIDATION"] = Undo,
        ["FIELD_WIRE_COMPATIBLE_CARDINALITY"] = Undo,
        ["FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"] = Undo,
        ["FILE_SAME_SYNTAX"] = Undo,
        ["MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR"] = Undo,
        ["MESSAGE_SAME_JSON_FORMAT"] = Undo,
        ["MESSAGE_SAME_REQUIRED_FIELDS"] = Undo,
        ["RPC_SAME_CLIENT_STREAMING"] = Undo,
        ["RPC_SAME_IDEMPOTENCY_LEVEL"] = Undo,
        ["RPC_SAME_REQUEST_TYPE"] = Undo,
        ["RPC_SAME_RESPONSE_TYPE"] = Undo,
        ["RPC_SAME_SERVER_STREAMING"] = Undo,
        ["CSHARP_SAME_TYPE_SCOPE"] = Undo,
        ["CSHARP_SAME_PROPERTY_NAME"] = Undo,
        ["CSHARP_SAME_PROPERTY_TYPE"] = Undo,
        ["CSHARP_SAME_ONEOF_NAME"] = Undo,
        ["CSHARP_SAME_ENUM_MEMBER"] = Undo,
        ["CSHARP_SAME_CLIENT"] = Undo,
        ["CSHARP_SAME_CLIENT_METHOD"] = Undo,
    };

    [Fact]
    public void Every_rule_has_a_repair_or_a_reason_why_not()
    {
        Assert.Equal(SchemaRules.All.Select(rule => rule.Name).Order(), SchemaFixes.Rules.Concat(WithoutRepair.Keys).Order());
        Assert.All(WithoutRepair.Values, Assert.NotEmpty);
    }

    [Fact]
    public async Task Every_rule_with_a_repair_is_repaired_in_a_fixture()
    {
        var repaired = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, name) in FixPropertyTests.Fixtures.Select(row => row.Data).Where(row => SchemaFixes.Rules.Contains(row.Item2.Split('.')[0])))
        {
            var (texts, baseline) = FixPropertyTests.Read(folder, name);
            var rule = name.Split('.')[0];
            var lint = rule.StartsWith(PackageSame, StringComparison.Ordinal) ? string.Join(", ", SchemaFixes.Rules.Where(other => other.StartsWith(PackageSame, StringComparison.Ordinal)))
                : folder == "Lint" ? rule
                : "ENUM_PASCAL_CASE";
            var result = await FixProject.FixAsync(texts, $"version: v2\nlint:\n  use: [{lint}]\nbreaking:\n  use: [{(folder == "Breaking" ? rule : "WIRE")}]\n", baseline);
            repaired.UnionWith(result.Applied.Select(fix => fix.Finding.Rule.Name));
        }

        Assert.Empty(SchemaFixes.Rules.Except(repaired).Order(StringComparer.Ordinal));
    }
}
