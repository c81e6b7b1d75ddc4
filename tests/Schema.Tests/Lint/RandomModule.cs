using System.Globalization;
using System.Text;
using GrpcSdk.Schema.Tests.Breaking.Drafts;

namespace GrpcSdk.Schema.Tests.Lint;

/// <summary>
/// Random .proto files that protoc accepts and that break lint rules of every kind: names in any spelling, packages that
/// do not fit their directories, options that differ, imports that nobody needs, comments wherever they may stand.
/// </summary>
internal sealed class RandomModule
{
    private const int NamesPerModule = 1_000;

    private static readonly string[] Spellings = ["foo_bar", "fooBar", "FooBar", "FOO_BAR", "Foo_bar", "foo__bar", "_foo", "foo_", "fooBAR", "HTTPServer", "x_1_y", "aB", "descriptor", "Foo2bar"];
    private static readonly string[] Suffixes = ["", "", "Service", "_UNSPECIFIED", "Request", "Response", "API"];
    private static readonly string[] Scalars = ["string", "int32", "bytes", "bool", "double", "uint64"];
    private static readonly string[] Versions = ["v1", "v2", "v1beta1", "v1p1alpha2", "v1test", "v0", "Api", "stage_x"];
    private static readonly string[] Syntaxes = ["syntax = \"proto3\";", "syntax = \"proto3\";", "syntax = \"proto2\";", "edition = \"2023\";", "// No syntax at all."];
    private static readonly string[] WellKnown = ["google/protobuf/empty.proto", "google/protobuf/timestamp.proto"];

    private static readonly string[] FileOptions =
    [
        "csharp_namespace = \"A.B\"", "csharp_namespace = \"C\"", "go_package = \"a.b/c\"", "go_package = \"a.b/d\"", "java_package = \"com.a\"", "java_package = \"com.b\"",
        "java_multiple_files = true", "java_multiple_files = false", "php_namespace = \"A\"", "ruby_package = \"A\"", "ruby_package = \"B\"", "swift_prefix = \"A\"", "swift_prefix = \"B\"",
    ];

    private static readonly string[] Silenced = ["COMMENT_MESSAGE", "COMMENT_FIELD", "FIELD_LOWER_SNAKE_CASE", "ENUM_VALUE_PREFIX", "ENUM_VALUE_UPPER_SNAKE_CASE", "RPC_REQUEST_STANDARD_NAME", "MESSAGE_PASCAL_CASE", "SERVICE_SUFFIX"];

    private readonly Random _random;
    private readonly string _folder;
    private readonly List<(string Path, string Package)> _files = [];
    private readonly List<(int File, string Name)> _messages = [];
    private StringBuilder _text = new();
    private int _number;
    private int _depth;

    private RandomModule(int seed)
    {
        _random = new Random(seed);
        _number = seed * NamesPerModule;
        _folder = string.Create(CultureInfo.InvariantCulture, $"m{seed}");
    }

    /// <summary>Paths and texts; all paths begin with <c>m</c> and the seed, all packages too.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Create(int seed)
    {
        var module = new RandomModule(seed);
        var count = module._random.Next(2, 6);
        return [.. Enumerable.Range(0, count).Select(module.WriteFile)];
    }

    private KeyValuePair<string, string> WriteFile(int index)
    {
        _text = new StringBuilder();
        var package = _random.Chance(8) ? "" : $"{_folder}.{_random.OneOf("area", "Area", "two.parts")}{(_random.Chance(85) ? "." + _random.Pick(Versions) : "")}";
        var directory = _random.Chance(60) && package.Length > 0 ? package.Replace('.', '/') : $"{_folder}/{_random.OneOf("", "other/")}".TrimEnd('/');
        var path = string.Create(CultureInfo.InvariantCulture, $"{directory}/{_random.OneOf("file", "fileName", "File", "file-name")}{index}.proto");
        var syntax = _random.Pick(Syntaxes);
        _files.Add((path, package));
        Line(syntax);
        if (package.Length > 0)
        {
            Line($"package {package};");
        }

        var imports = Enumerable.Range(0, index).Where(_ => _random.Chance(45)).ToList();
        foreach (var import in imports)
        {
            Line($"import {(_random.Chance(15) ? "public " : "")}\"{_files[import].Path}\";");
        }

        foreach (var import in WellKnown)
        {
            Line($"import \"{import}\";");
        }

        foreach (var option in FileOptions.Where(_ => _random.Chance(25)).DistinctBy(option => option.Split(' ')[0]))
        {
            Line($"option {option};");
        }

        var proto2 = !syntax.StartsWith("syntax = \"proto3\"", StringComparison.Ordinal) && !syntax.StartsWith("edition", StringComparison.Ordinal);
        var own = new List<string>();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            own.Add(Message(package, TypesFor(imports, own), proto2, nesting: 0));
        }

        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            Enum(openEnums: !proto2);
        }

        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            Service(TypesFor(imports, own));
        }

        own.ForEach(name => _messages.Add((index, name)));
        return KeyValuePair.Create(path, _text.ToString());
    }

    private List<string> TypesFor(List<int> imports, List<string> own) =>
        [.. own, .. _messages.Where(message => imports.Contains(message.File)).Select(message => message.Name)];

    private string Message(string scope, List<string> types, bool proto2, int nesting)
    {
        var name = Name();
        var full = scope.Length == 0 ? "." + name : $".{scope.TrimStart('.')}.{name}";
        Comment("MESSAGE");
        Block($"message {name}", () =>
        {
            var number = 0;
            for (var i = _random.Next(0, 6); i > 0; i--)
            {
                Comment("FIELD");
                Line($"{Field(types, proto2)} = {(++number).ToString(CultureInfo.InvariantCulture)};{(_random.Chance(20) ? " // Behind." : "")}");
            }

            if (_random.Chance(25))
            {
                Comment("ONEOF");
                Block($"oneof {Name()}", () => Line($"string {Name()} = {(++number).ToString(CultureInfo.InvariantCulture)};"));
            }

            if (nesting < 2 && _random.Chance(25))
            {
                Message(full, types, proto2, nesting + 1);
            }

            if (_random.Chance(15))
            {
                Enum(openEnums: !proto2);
            }
        });
        return full;
    }

    private string Field(List<string> types, bool proto2)
    {
        var type = _random.Chance(35) && types.Count > 0 ? _random.Pick(types) : _random.Chance(8) ? "google.protobuf.Timestamp" : _random.Pick(Scalars);
        return _random.Chance(10) ? $"map<string, {type}> {Name()}"
            : _random.Chance(15) ? $"repeated {type} {Name()}"
            : proto2 ? $"{_random.OneOf("optional", "optional", "required")} {type} {Name()}"
            : $"{type} {Name()}";
    }

    private void Enum(bool openEnums)
    {
        var name = Name();
        var prefix = _random.Chance(50) ? name.ToUpperInvariant() + "_" : "";
        var aliases = _random.Chance(20);
        Comment("ENUM");
        Block($"enum {name}", () =>
        {
            if (aliases)
            {
                Line("option allow_alias = true;");
            }

            var first = openEnums || _random.Chance(70) ? 0 : 3;
            for (var i = 0; i <= _random.Next(1, 4) || (aliases && i < 2); i++)
            {
                Comment("ENUM_VALUE");
                Line($"{prefix}{Name()} = {(first + (aliases && i == 1 ? 0 : i)).ToString(CultureInfo.InvariantCulture)};");
            }
        });
    }

    private void Service(List<string> types)
    {
        Comment("SERVICE");
        Block($"service {Name()}", () =>
        {
            for (var i = _random.Next(0, 4); i > 0; i--)
            {
                Comment("RPC");
                Line($"rpc {Name()}({Stream()}{Type()}) returns ({Stream()}{Type()});");
            }
        });

        string Stream() => _random.Chance(15) ? "stream " : "";

        string Type() => types.Count == 0 || _random.Chance(15) ? "google.protobuf.Empty" : _random.Pick(types);
    }

    /// <summary>Nothing, a comment that documents, one that does not, or one that silences a rule.</summary>
    private void Comment(string kind)
    {
        switch (_random.Next(12))
        {
            case < 4:
                break;
            case 4:
                Line("// Detached.");
                _text.Append('\n');
                break;
            case 5:
                Line("//");
                break;
            case 6:
                Line("/* Block. */");
                break;
            case 7:
                Line("/*");
                Line(" * Long block.");
                Line(" */");
                break;
            case 8:
                Line($"// buf:lint:ignore {(_random.Chance(50) ? "COMMENT_" + kind : _random.Pick(Silenced))}");
                break;
            case 9:
                Line($"// Words first. buf:lint:ignore COMMENT_{kind}");
                Line($"//   buf:lint:ignore {_random.Pick(Silenced)} for a reason");
                break;
            default:
                Line("// Words with \u00e4\u00f6\u00fc.");
                break;
        }
    }

    /// <summary>A name that no other declaration of any module has, whatever the spelling.</summary>
    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{_random.Pick(Spellings)}{_number++}{_random.Pick(Suffixes)}");

    private void Block(string header, Action body)
    {
        Line(header + " {");
        _depth++;
        body();
        _depth--;
        Line("}");
    }

    private void Line(string text) => _text.Append(_random.Chance(5) ? new string('\t', _depth) : new string(' ', _depth * 2)).Append(text).Append('\n');
}
