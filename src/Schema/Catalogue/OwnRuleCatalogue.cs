using static GrpcSdk.Schema.SchemaSeverity;

namespace GrpcSdk.Schema.Catalogue;

/// <summary>
/// Our own rules, with the reason for each default: an error fails the build of the generated C# anyway, a warning is a
/// mistake whose repair gets dearer with every release, a suggestion is a matter of design. buf.yaml cannot name them.
/// Ids are never moved or reused: a new rule goes to the end of its list.
/// </summary>
internal static class OwnRuleCatalogue
{
    public static readonly IReadOnlyList<SchemaRule> Rules =
    [
        // Off: proto2 is supported, and nobody rewrites a released file for the sake of it.
        Lint("GSDK1501", "SYNTAX_PROTO3_OR_EDITION", Warning, "Files are written in proto3 or an edition", isEnabledByDefault: false),

        // The generated C# does not compile; here the error stands where it can be mended.
        Lint("GSDK1502", "CSHARP_NAME_COLLISION", Error, "Generated C# names do not collide"),

        // It compiles, but which value gets the underscore depends on the order in the file.
        Lint("GSDK1503", "CSHARP_ENUM_VALUE_COLLISION", Warning, "Enum values have different names in C#"),

        // Data is lost without an error: the parser takes either field.
        Lint("GSDK1504", "JSON_NAME_COLLISION", Warning, "Fields have different names in JSON"),

        // AIP-158: adding pages later breaks every caller; but small lists exist.
        Lint("GSDK1505", "LIST_HAS_PAGES", Suggestion, "RPCs that list have pages"),

        // The RPC works; only helpers are missing.
        Lint("GSDK1506", "PAGINATION_NEAR_MISS", Suggestion, "Pagination is complete enough for a pager"),
        Lint("GSDK1507", "BATCH_NEAR_MISS", Suggestion, "Batch RPCs are complete enough for batch helpers"),
        Lint("GSDK1508", "OPERATION_NEAR_MISS", Suggestion, "Operations are complete enough for operation helpers"),

        // AIP-134: a caller that does not know a field resets it; but many APIs replace resources as a whole, and mean it.
        Lint("GSDK1509", "UPDATE_HAS_PRESENCE", Suggestion, "Update requests tell unset fields from defaults"),

        // Often harmless; sometimes the trace of a deletion that forgot to reserve.
        Lint("GSDK1510", "FIELD_NUMBER_GAP", Suggestion, "Field numbers that are left out are reserved"),

        // A matter of documentation.
        Lint("GSDK1511", "DEPRECATED_SAYS_WHAT_TO_USE", Suggestion, "What is deprecated says what to use instead"),

        // The size is not in the schema: only the author knows.
        Lint("GSDK1512", "LARGE_BYTES_IN_UNARY", Suggestion, "Content of any size is streamed"),

        // A matter of design; deletion returns Empty by AIP-135 and is left alone.
        Lint("GSDK1513", "RPC_RESPONSE_NOT_EMPTY", Suggestion, "RPCs have responses that can evolve"),

        // A matter of design.
        Lint("GSDK1514", "STREAM_CAN_RESUME", Suggestion, "Server streams can go on after a break"),

        // Callers in C# do not compile against the new version, though every byte on the wire is the same.
        Breaking("GSDK2501", "CSHARP_SAME_NAMESPACE", Warning, "Types keep their C# namespace"),
        Breaking("GSDK2502", "CSHARP_SAME_TYPE_SCOPE", Warning, "Types stay nested in the same C# type"),
        Breaking("GSDK2503", "CSHARP_SAME_PROPERTY_NAME", Warning, "Fields keep their C# property"),
        Breaking("GSDK2504", "CSHARP_SAME_PROPERTY_TYPE", Warning, "Fields keep the C# type of their property"),
        Breaking("GSDK2505", "CSHARP_SAME_PRESENCE", Warning, "Fields keep their HasX and ClearX"),
        Breaking("GSDK2506", "CSHARP_SAME_ONEOF_NAME", Warning, "Oneofs keep the names of their C# members"),
        Breaking("GSDK2507", "CSHARP_SAME_ENUM_MEMBER", Warning, "Enum values keep their C# names"),
        Breaking("GSDK2508", "CSHARP_SAME_CLIENT", Warning, "Services keep their C# client"),
        Breaking("GSDK2509", "CSHARP_SAME_CLIENT_METHOD", Warning, "RPCs keep their method in the C# client"),

        // Gateways and transcoded callers get 404.
        Breaking("GSDK2510", "HTTP_SAME_BINDING", Warning, "HTTP bindings stay"),

        // The generated helper is gone, and with it the code that calls it.
        Breaking("GSDK2511", "PAGINATION_NO_DELETE", Warning, "Paginated RPCs stay paginated"),
        Breaking("GSDK2512", "BATCH_NO_DELETE", Warning, "Batch RPCs stay batches"),
        Breaking("GSDK2513", "OPERATION_NO_DELETE", Warning, "Operations stay operations"),
    ];

    private static SchemaRule Breaking(string id, string name, SchemaSeverity severity, string title) =>
        new(name, id, SchemaRuleKind.Breaking, title, severity, RuleOrigins.Own);

    private static SchemaRule Lint(string id, string name, SchemaSeverity severity, string title, bool isEnabledByDefault = true) =>
        new(name, id, SchemaRuleKind.Lint, title, severity, RuleOrigins.Own, isEnabledByDefault);
}
