using static GrpcSdk.Schema.SchemaSeverity;

namespace GrpcSdk.Schema.Catalogue;

/// <summary>
/// Every rule of buf 1.75 with its diagnostic id and the categories that it belongs to in each version of buf.yaml.
/// <c>*</c> = on by default, <see langword="null"/> = the version does not know the rule. Ids are never moved or reused:
/// a new rule goes to the end of its list. PROTOVALIDATE has no id: it needs a CEL interpreter and is not implemented.
/// </summary>
internal static class RuleCatalogue
{
    public static readonly IReadOnlyList<CatalogueRule> Rules =
    [
        Lint("GSDK1001", "COMMENT_ENUM", Warning, Same("COMMENTS"), "Enums have a leading comment"),
        Lint("GSDK1002", "COMMENT_ENUM_VALUE", Warning, Same("COMMENTS"), "Enum values have a leading comment"),
        Lint("GSDK1003", "COMMENT_FIELD", Warning, Same("COMMENTS"), "Fields have a leading comment"),
        Lint("GSDK1004", "COMMENT_MESSAGE", Warning, Same("COMMENTS"), "Messages have a leading comment"),
        Lint("GSDK1005", "COMMENT_ONEOF", Warning, Same("COMMENTS"), "Oneofs have a leading comment"),
        Lint("GSDK1006", "COMMENT_RPC", Warning, Same("COMMENTS"), "RPCs have a leading comment"),
        Lint("GSDK1007", "COMMENT_SERVICE", Warning, Same("COMMENTS"), "Services have a leading comment"),
        Lint("GSDK1008", "DIRECTORY_SAME_PACKAGE", Warning, new("* BASIC DEFAULT FILE_LAYOUT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD"), "Files of one directory share one package"),
        Lint("GSDK1009", "ENUM_FIRST_VALUE_ZERO", Error, new("OTHER", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "The first value of an enum is number zero"),
        Lint("GSDK1010", "ENUM_NO_ALLOW_ALIAS", Warning, new("* BASIC DEFAULT MINIMAL SENSIBLE STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Enums do not set allow_alias"),
        Lint("GSDK1011", "ENUM_PASCAL_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Enum names are PascalCase"),
        Lint("GSDK1012", "ENUM_VALUE_PREFIX", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Enum value names start with the name of the enum"),
        Lint("GSDK1013", "ENUM_VALUE_UPPER_SNAKE_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Enum value names are UPPER_SNAKE_CASE"),
        Lint("GSDK1014", "ENUM_ZERO_VALUE_SUFFIX", Error, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "The zero value of an enum has the configured suffix"),
        Lint("GSDK1015", "FIELD_LOWER_SNAKE_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Field names are lower_snake_case"),
        Lint("GSDK1016", "FIELD_NOT_REQUIRED", Warning, new(null, null, "* BASIC DEFAULT STANDARD"), "Fields are not required"),
        Lint("GSDK1017", "FIELD_NO_DESCRIPTOR", Warning, new("* BASIC DEFAULT MINIMAL SENSIBLE STANDARD", null, null), "Fields are not called descriptor"),
        Lint("GSDK1018", "FILE_LOWER_SNAKE_CASE", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "File names are lower_snake_case"),
        Lint("GSDK1019", "IMPORT_NO_PUBLIC", Warning, new("* BASIC DEFAULT MINIMAL SENSIBLE STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Imports are not public"),
        Lint("GSDK1020", "IMPORT_USED", Warning, new(null, "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Imports are used"),
        Lint("GSDK1021", "MESSAGE_PASCAL_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Message names are PascalCase"),
        Lint("GSDK1022", "ONEOF_LOWER_SNAKE_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Oneof names are lower_snake_case"),
        Lint("GSDK1023", "PACKAGE_DEFINED", Warning, new("* BASIC DEFAULT MINIMAL SENSIBLE STANDARD", "* BASIC DEFAULT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD"), "Files have a package"),
        Lint("GSDK1024", "PACKAGE_DIRECTORY_MATCH", Warning, new("* BASIC DEFAULT FILE_LAYOUT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD"), "Files lie in the directory that their package names"),
        Lint("GSDK1025", "PACKAGE_LOWER_SNAKE_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Package names are lower_snake.case"),
        Lint("GSDK1026", "PACKAGE_NO_IMPORT_CYCLE", Warning, new(null, "", "* BASIC DEFAULT MINIMAL STANDARD"), "Packages do not import one another in a cycle"),
        Lint("GSDK1027", "PACKAGE_SAME_CSHARP_NAMESPACE", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same csharp_namespace"),
        Lint("GSDK1028", "PACKAGE_SAME_DIRECTORY", Warning, new("* BASIC DEFAULT FILE_LAYOUT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD", "* BASIC DEFAULT MINIMAL STANDARD"), "Files of one package lie in one directory"),
        Lint("GSDK1029", "PACKAGE_SAME_GO_PACKAGE", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same go_package"),
        Lint("GSDK1030", "PACKAGE_SAME_JAVA_MULTIPLE_FILES", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same java_multiple_files"),
        Lint("GSDK1031", "PACKAGE_SAME_JAVA_PACKAGE", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same java_package"),
        Lint("GSDK1032", "PACKAGE_SAME_PHP_NAMESPACE", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same php_namespace"),
        Lint("GSDK1033", "PACKAGE_SAME_RUBY_PACKAGE", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same ruby_package"),
        Lint("GSDK1034", "PACKAGE_SAME_SWIFT_PREFIX", Warning, new("* BASIC DEFAULT MINIMAL PACKAGE_AFFINITY STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files of one package have the same swift_prefix"),
        Lint("GSDK1035", "PACKAGE_VERSION_SUFFIX", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Package names end in a version"),
        Lint("GSDK1036", "RPC_NO_CLIENT_STREAMING", Warning, Same("UNARY_RPC"), "RPCs do not stream requests"),
        Lint("GSDK1037", "RPC_NO_SERVER_STREAMING", Warning, Same("UNARY_RPC"), "RPCs do not stream responses"),
        Lint("GSDK1038", "RPC_PASCAL_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "RPC names are PascalCase"),
        Lint("GSDK1039", "RPC_REQUEST_RESPONSE_UNIQUE", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Each RPC has request and response types of its own"),
        Lint("GSDK1040", "RPC_REQUEST_STANDARD_NAME", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Request types are named after their RPC"),
        Lint("GSDK1041", "RPC_RESPONSE_STANDARD_NAME", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Response types are named after their RPC"),
        Lint("GSDK1042", "SERVICE_PASCAL_CASE", Warning, new("* BASIC DEFAULT STANDARD STYLE_BASIC STYLE_DEFAULT STYLE_STANDARD", "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Service names are PascalCase"),
        Lint("GSDK1043", "SERVICE_SUFFIX", Warning, new("* DEFAULT STANDARD STYLE_DEFAULT STYLE_STANDARD", "* DEFAULT STANDARD", "* DEFAULT STANDARD"), "Service names have the configured suffix"),
        Lint("GSDK1044", "STABLE_PACKAGE_NO_IMPORT_UNSTABLE", Warning, new(null, null, ""), "Stable packages do not import unstable ones"),
        Lint("GSDK1045", "SYNTAX_SPECIFIED", Warning, new(null, "* BASIC DEFAULT STANDARD", "* BASIC DEFAULT STANDARD"), "Files state their syntax or edition"),

        Breaking("GSDK2001", "ENUM_NO_DELETE", Warning, new("* FILE", "* FILE", "* CSR FILE"), "Enums are not deleted from a file"),
        Breaking("GSDK2002", "ENUM_SAME_JSON_FORMAT", Warning, new("* FILE PACKAGE WIRE_JSON", "* FILE PACKAGE WIRE_JSON", "* CSR FILE PACKAGE WIRE_JSON"), "Enums keep their JSON support"),
        Breaking("GSDK2003", "ENUM_SAME_TYPE", Warning, Same("* FILE PACKAGE"), "Enums stay open or closed"),
        Breaking("GSDK2004", "ENUM_VALUE_NO_DELETE", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Enum values are not deleted"),
        Breaking("GSDK2005", "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", Error, new("WIRE_JSON", "WIRE_JSON", "CSR WIRE_JSON"), "Deleted enum values reserve their names"),
        Breaking("GSDK2006", "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", Error, new("WIRE WIRE_JSON", "WIRE WIRE_JSON", "CSR WIRE WIRE_JSON"), "Deleted enum values reserve their number"),
        Breaking("GSDK2007", "ENUM_VALUE_SAME_NAME", Error, new("* FILE PACKAGE WIRE_JSON", "* FILE PACKAGE WIRE_JSON", "* CSR FILE PACKAGE WIRE_JSON"), "Enum values keep their names"),
        Breaking("GSDK2008", "EXTENSION_MESSAGE_NO_DELETE", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Extension ranges are not deleted"),
        Breaking("GSDK2009", "EXTENSION_NO_DELETE", Warning, new(null, null, "* FILE"), "Extensions are not deleted from a file"),
        Breaking("GSDK2010", "FIELD_NO_DELETE", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Fields are not deleted"),
        Breaking("GSDK2011", "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", Error, new("WIRE_JSON", "WIRE_JSON", "CSR WIRE_JSON"), "Deleted fields reserve their name"),
        Breaking("GSDK2012", "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", Error, new("WIRE WIRE_JSON", "WIRE WIRE_JSON", "CSR WIRE WIRE_JSON"), "Deleted fields reserve their number"),
        Breaking("GSDK2013", "FIELD_SAME_CARDINALITY", Warning, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE", "* FILE PACKAGE"), "Fields keep their cardinality"),
        Breaking("GSDK2014", "FIELD_SAME_CPP_STRING_TYPE", Warning, Same("* FILE PACKAGE"), "Fields keep their C++ string type"),
        Breaking("GSDK2015", "FIELD_SAME_DEFAULT", Error, new(null, null, "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Fields keep their default value"),
        Breaking("GSDK2016", "FIELD_SAME_JAVA_UTF8_VALIDATION", Warning, Same("* FILE PACKAGE"), "Fields keep their UTF-8 validation in Java"),
        Breaking("GSDK2017", "FIELD_SAME_JSON_NAME", Warning, new("* FILE PACKAGE WIRE_JSON", "* FILE PACKAGE WIRE_JSON", "* CSR FILE PACKAGE WIRE_JSON"), "Fields keep their JSON name"),
        Breaking("GSDK2018", "FIELD_SAME_JSTYPE", Warning, Same("* FILE PACKAGE"), "Fields keep their JavaScript type"),
        Breaking("GSDK2019", "FIELD_SAME_NAME", Error, new("* FILE PACKAGE WIRE_JSON", "* FILE PACKAGE WIRE_JSON", "* CSR FILE PACKAGE WIRE_JSON"), "Fields keep their name"),
        Breaking("GSDK2020", "FIELD_SAME_ONEOF", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Fields do not move into, out of or between oneofs"),
        Breaking("GSDK2021", "FIELD_SAME_TYPE", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Fields keep their type"),
        Breaking("GSDK2022", "FIELD_SAME_UTF8_VALIDATION", Warning, Same("* FILE PACKAGE"), "Fields keep their UTF-8 validation"),
        Breaking("GSDK2023", "FIELD_WIRE_COMPATIBLE_CARDINALITY", Error, Same("WIRE"), "Fields keep a cardinality with the same wire format"),
        Breaking("GSDK2024", "FIELD_WIRE_COMPATIBLE_TYPE", Error, new(null, "WIRE", "WIRE"), "Fields keep a type with the same wire format"),
        Breaking("GSDK2025", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", Error, new("WIRE_JSON", "WIRE_JSON", "CSR WIRE_JSON"), "Fields keep a cardinality with the same wire and JSON format"),
        Breaking("GSDK2026", "FIELD_WIRE_JSON_COMPATIBLE_TYPE", Error, new(null, "WIRE_JSON", "CSR WIRE_JSON"), "Fields keep a type with the same wire and JSON format"),
        Breaking("GSDK2027", "FILE_NO_DELETE", Warning, new("* FILE", "* FILE", "* CSR FILE"), "Files are not deleted"),
        Breaking("GSDK2028", "FILE_SAME_CC_ENABLE_ARENAS", Warning, Same("* FILE PACKAGE"), "Files keep their cc_enable_arenas"),
        Breaking("GSDK2029", "FILE_SAME_CC_GENERIC_SERVICES", Warning, Same("* FILE PACKAGE"), "Files keep their cc_generic_services"),
        Breaking("GSDK2030", "FILE_SAME_CSHARP_NAMESPACE", Warning, Same("* FILE PACKAGE"), "Files keep their csharp_namespace"),
        Breaking("GSDK2031", "FILE_SAME_GO_PACKAGE", Warning, Same("* FILE PACKAGE"), "Files keep their go_package"),
        Breaking("GSDK2032", "FILE_SAME_JAVA_GENERIC_SERVICES", Warning, Same("* FILE PACKAGE"), "Files keep their java_generic_services"),
        Breaking("GSDK2033", "FILE_SAME_JAVA_MULTIPLE_FILES", Warning, Same("* FILE PACKAGE"), "Files keep their java_multiple_files"),
        Breaking("GSDK2034", "FILE_SAME_JAVA_OUTER_CLASSNAME", Warning, Same("* FILE PACKAGE"), "Files keep their java_outer_classname"),
        Breaking("GSDK2035", "FILE_SAME_JAVA_PACKAGE", Warning, Same("* FILE PACKAGE"), "Files keep their java_package"),
        Breaking("GSDK2036", "FILE_SAME_OBJC_CLASS_PREFIX", Warning, Same("* FILE PACKAGE"), "Files keep their objc_class_prefix"),
        Breaking("GSDK2037", "FILE_SAME_OPTIMIZE_FOR", Warning, Same("* FILE PACKAGE"), "Files keep their optimize_for"),
        Breaking("GSDK2038", "FILE_SAME_PACKAGE", Error, new("* FILE", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Files keep their package"),
        Breaking("GSDK2039", "FILE_SAME_PHP_CLASS_PREFIX", Warning, Same("* FILE PACKAGE"), "Files keep their php_class_prefix"),
        Breaking("GSDK2040", "FILE_SAME_PHP_METADATA_NAMESPACE", Warning, Same("* FILE PACKAGE"), "Files keep their php_metadata_namespace"),
        Breaking("GSDK2041", "FILE_SAME_PHP_NAMESPACE", Warning, Same("* FILE PACKAGE"), "Files keep their php_namespace"),
        Breaking("GSDK2042", "FILE_SAME_PY_GENERIC_SERVICES", Warning, Same("* FILE PACKAGE"), "Files keep their py_generic_services"),
        Breaking("GSDK2043", "FILE_SAME_RUBY_PACKAGE", Warning, Same("* FILE PACKAGE"), "Files keep their ruby_package"),
        Breaking("GSDK2044", "FILE_SAME_SWIFT_PREFIX", Warning, Same("* FILE PACKAGE"), "Files keep their swift_prefix"),
        Breaking("GSDK2045", "FILE_SAME_SYNTAX", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Files keep their syntax"),
        Breaking("GSDK2046", "MESSAGE_NO_DELETE", Warning, new("* FILE", "* FILE", "* CSR FILE"), "Messages are not deleted from a file"),
        Breaking("GSDK2047", "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Messages keep the standard descriptor accessor"),
        Breaking("GSDK2048", "MESSAGE_SAME_JSON_FORMAT", Warning, new("* FILE PACKAGE WIRE_JSON", "* FILE PACKAGE WIRE_JSON", "* CSR FILE PACKAGE WIRE_JSON"), "Messages keep their JSON support"),
        Breaking("GSDK2049", "MESSAGE_SAME_REQUIRED_FIELDS", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Required fields are neither added nor deleted"),
        Breaking("GSDK2050", "ONEOF_NO_DELETE", Warning, new("* FILE PACKAGE", "* FILE PACKAGE", "* CSR FILE PACKAGE"), "Oneofs are not deleted"),
        Breaking("GSDK2051", "PACKAGE_ENUM_NO_DELETE", Warning, Same("PACKAGE"), "Enums are not deleted from a package"),
        Breaking("GSDK2052", "PACKAGE_EXTENSION_NO_DELETE", Warning, new(null, null, "PACKAGE"), "Extensions are not deleted from a package"),
        Breaking("GSDK2053", "PACKAGE_MESSAGE_NO_DELETE", Warning, Same("PACKAGE"), "Messages are not deleted from a package"),
        Breaking("GSDK2054", "PACKAGE_NO_DELETE", Warning, Same("PACKAGE"), "Packages are not deleted"),
        Breaking("GSDK2055", "PACKAGE_SERVICE_NO_DELETE", Warning, Same("PACKAGE"), "Services are not deleted from a package"),
        Breaking("GSDK2056", "RESERVED_ENUM_NO_DELETE", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Reserved numbers and names of enums stay reserved"),
        Breaking("GSDK2057", "RESERVED_MESSAGE_NO_DELETE", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "Reserved numbers and names of messages stay reserved"),
        Breaking("GSDK2058", "RPC_NO_DELETE", Warning, Same("* FILE PACKAGE"), "RPCs are not deleted"),
        Breaking("GSDK2059", "RPC_SAME_CLIENT_STREAMING", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "RPCs keep streaming their requests, or not"),
        Breaking("GSDK2060", "RPC_SAME_IDEMPOTENCY_LEVEL", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "RPCs keep their idempotency level"),
        Breaking("GSDK2061", "RPC_SAME_REQUEST_TYPE", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "RPCs keep their request type"),
        Breaking("GSDK2062", "RPC_SAME_RESPONSE_TYPE", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "RPCs keep their response type"),
        Breaking("GSDK2063", "RPC_SAME_SERVER_STREAMING", Error, new("* FILE PACKAGE WIRE WIRE_JSON", "* FILE PACKAGE WIRE WIRE_JSON", "* CSR FILE PACKAGE WIRE WIRE_JSON"), "RPCs keep streaming their responses, or not"),
        Breaking("GSDK2064", "SERVICE_NO_DELETE", Warning, Same("* FILE"), "Services are not deleted from a file"),
    ];

    /// <summary>Ids that buf.yaml may still name although no finding carries them, with the rules that they stand for.</summary>
    public static readonly IReadOnlyList<CatalogueAlias> Aliases =
    [
        new(SchemaRuleKind.Lint, "IMPORT_NO_WEAK", Same(""), []),
        new(SchemaRuleKind.Lint, "PROTOVALIDATE", new(null, "* DEFAULT STANDARD", "* DEFAULT STANDARD"), []),
        new(SchemaRuleKind.Breaking, "FIELD_SAME_CTYPE", new("", "", null), ["FIELD_SAME_CPP_STRING_TYPE"]),
        new(SchemaRuleKind.Breaking, "FIELD_SAME_LABEL", new("", "", null), ["FIELD_SAME_CARDINALITY", "FIELD_WIRE_COMPATIBLE_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"]),
        new(SchemaRuleKind.Breaking, "FILE_SAME_JAVA_STRING_CHECK_UTF8", new("", "", null), ["FIELD_SAME_JAVA_UTF8_VALIDATION"]),
        new(SchemaRuleKind.Breaking, "FILE_SAME_PHP_GENERIC_SERVICES", new("", "", null), []),
        new(SchemaRuleKind.Breaking, "MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", Same(""), []),
    ];

    private static CatalogueRule Lint(string id, string name, SchemaSeverity severity, RuleCategories categories, string title) =>
        new(new SchemaRule(name, id, SchemaRuleKind.Lint, title, severity), categories);

    private static CatalogueRule Breaking(string id, string name, SchemaSeverity severity, RuleCategories categories, string title) =>
        new(new SchemaRule(name, id, SchemaRuleKind.Breaking, title, severity), categories);

    private static RuleCategories Same(string categories) => new(categories, categories, categories);
}
