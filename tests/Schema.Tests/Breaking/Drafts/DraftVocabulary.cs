namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Names, types and options that schemas are made of: few of each, so that edits meet what was there before.</summary>
internal static class DraftVocabulary
{
    public static readonly string[] TypeNames = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango"];

    public static readonly string[] FieldNames = ["id", "name", "size", "kind", "owner", "labels", "note", "price", "parent_id", "display_name", "etag", "state"];

    public static readonly string[] OneofNames = ["choice", "source", "result"];

    public static readonly string[] ValueNames = ["A", "B", "C", "D", "E", "F", "G", "H"];

    public static readonly string[] MethodNames = ["Get", "List", "Watch", "Create", "Delete"];

    public static readonly string[] Packages = ["v1", "v1beta1", "v2", "sub"];

    public static readonly string[] MapKeys = ["string", "int32", "int64", "bool", "fixed64"];

    public static readonly string[] IdempotencyLevels = ["IDEMPOTENCY_UNKNOWN", "NO_SIDE_EFFECTS", "IDEMPOTENT"];

    /// <summary>Scalar types with literals for their defaults.</summary>
    public static readonly Dictionary<string, string[]> Scalars = new(StringComparer.Ordinal)
    {
        ["int32"] = ["0", "1", "-7", "2147483647"],
        ["int64"] = ["0", "1", "-7", "9223372036854775807"],
        ["uint32"] = ["0", "1", "4294967295"],
        ["uint64"] = ["0", "1", "18446744073709551615"],
        ["sint32"] = ["0", "1", "-7"],
        ["sint64"] = ["1", "-9223372036854775808"],
        ["fixed32"] = ["1", "4294967295"],
        ["fixed64"] = ["1", "0"],
        ["sfixed32"] = ["1", "-7"],
        ["sfixed64"] = ["-7", "1"],
        ["float"] = ["0.1", "1", "inf", "-inf", "nan", "1e30", "16777217", "-0.0"],
        ["double"] = ["0.1", "1", "inf", "-7", "nan", "1e300", "123456789.125", "0.0001", "0.00001", "-0.0"],
        ["bool"] = ["true", "false"],
        ["string"] = ["\"\"", "\"a\"", "\"\u00e9\\n\\\"q\\\"\"", "\"tab\\t\""],
        ["bytes"] = ["\"\"", "\"a\"", "\"\\000\\377\"", "\"\\\\x\""],
    };

    public static readonly Dictionary<string, string[]> OptionsOfFiles = new(StringComparer.Ordinal)
    {
        ["cc_enable_arenas"] = ["true", "false"],
        ["cc_generic_services"] = ["true", "false"],
        ["csharp_namespace"] = ["\"Acme.V1\"", "\"Acme.V2\""],
        ["go_package"] = ["\"acme/v1\"", "\"acme/v2;acme\""],
        ["java_generic_services"] = ["true", "false"],
        ["java_multiple_files"] = ["true", "false"],
        ["java_outer_classname"] = ["\"AcmeProto\"", "\"\""],
        ["java_package"] = ["\"com.acme\"", "\"com.acme.v2\""],
        ["java_string_check_utf8"] = ["true", "false"],
        ["objc_class_prefix"] = ["\"ACM\"", "\"ACX\""],
        ["optimize_for"] = ["SPEED", "CODE_SIZE"],
        ["php_class_prefix"] = ["\"Ac\"", "\"Me\""],
        ["php_metadata_namespace"] = ["\"Acme\\\\Meta\"", "\"\""],
        ["php_namespace"] = ["\"Acme\\\\V1\"", "\"Acme\""],
        ["py_generic_services"] = ["true", "false"],
        ["ruby_package"] = ["\"Acme::V1\"", "\"Acme\""],
        ["swift_prefix"] = ["\"AC\"", "\"AX\""],
        ["features.field_presence"] = ["EXPLICIT", "IMPLICIT"],
        ["features.enum_type"] = ["OPEN", "CLOSED"],
        ["features.utf8_validation"] = ["VERIFY", "NONE"],
        ["features.message_encoding"] = ["LENGTH_PREFIXED", "DELIMITED"],
        ["features.json_format"] = ["ALLOW", "LEGACY_BEST_EFFORT"],
        ["features.(pb.cpp).string_type"] = ["VIEW", "STRING", "CORD"],
        ["features.(pb.java).utf8_validation"] = ["VERIFY", "DEFAULT"],
    };

    public static readonly Dictionary<string, string[]> OptionsOfMessages = new(StringComparer.Ordinal)
    {
        ["no_standard_descriptor_accessor"] = ["true", "false"],
        ["features.json_format"] = ["ALLOW", "LEGACY_BEST_EFFORT"],
    };

    public static readonly Dictionary<string, string[]> OptionsOfEnums = new(StringComparer.Ordinal)
    {
        ["features.enum_type"] = ["OPEN", "CLOSED"],
        ["features.json_format"] = ["ALLOW", "LEGACY_BEST_EFFORT"],
    };

    public static readonly Dictionary<string, string[]> OptionsOfFields = new(StringComparer.Ordinal)
    {
        ["jstype"] = ["JS_NORMAL", "JS_STRING", "JS_NUMBER"],
        ["ctype"] = ["STRING", "CORD", "STRING_PIECE"],
        ["features.field_presence"] = ["EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"],
        ["features.utf8_validation"] = ["VERIFY", "NONE"],
        ["features.message_encoding"] = ["LENGTH_PREFIXED", "DELIMITED"],
        ["features.(pb.cpp).string_type"] = ["VIEW", "STRING", "CORD"],
        ["features.(pb.java).utf8_validation"] = ["VERIFY", "DEFAULT"],
    };
}
