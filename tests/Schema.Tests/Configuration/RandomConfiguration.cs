using System.Text;
using GrpcSdk.Schema.Catalogue;
using GrpcSdk.Schema.Tests.Breaking.Drafts;

namespace GrpcSdk.Schema.Tests.Configuration;

/// <summary>A random buf.yaml: any version, rules and categories that it knows, paths of its modules, options.</summary>
internal sealed class RandomConfiguration
{
    private readonly Random _random;
    private readonly SchemaRuleKind _kind;
    private readonly BufVersion _version;
    private readonly string[] _names;
    private readonly StringBuilder _text = new();
    private string[] _paths = [];
    private string _indentation = "";

    private RandomConfiguration(Random random, SchemaRuleKind kind, BufVersion version)
    {
        _random = random;
        _kind = kind;
        _version = version;
        _names = [.. Names().Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of a configuration without modules.</summary>
    /// <param name="seed">The same seed gives the same text.</param>
    /// <param name="kind">Which section it has.</param>
    /// <param name="files">The files below it.</param>
    public static string Create(int seed, SchemaRuleKind kind, IEnumerable<string> files)
    {
        var random = new Random(seed);
        var configuration = new RandomConfiguration(random, kind, random.OneOf(BufVersion.V1Beta1, BufVersion.V1, BufVersion.V2, BufVersion.V2));
        configuration.WriteVersion();
        configuration.WriteSection("", files);
        return configuration._text.ToString();
    }

    /// <summary>The text of a configuration with modules, some of which have a section of their own.</summary>
    /// <param name="seed">The same seed gives the same text.</param>
    /// <param name="kind">Which sections it has.</param>
    /// <param name="modules">The directories of the modules, with their files.</param>
    public static string CreateWorkspace(int seed, SchemaRuleKind kind, IReadOnlyDictionary<string, IReadOnlyList<string>> modules)
    {
        var random = new Random(seed);
        var configuration = new RandomConfiguration(random, kind, BufVersion.V2);
        configuration.WriteVersion();
        configuration._text.Append("modules:\n");
        foreach (var (path, files) in modules)
        {
            configuration._text.Append($"  - path: {path}\n");
            if (random.Chance(60))
            {
                configuration.WriteSection("    ", files, path);
            }
        }

        configuration.WriteSection("", modules.Values.SelectMany(files => files));
        return configuration._text.ToString();
    }

    private void WriteVersion() => _text.Append($"version: {_version.ToString().ToLowerInvariant()}\n");

    private void WriteSection(string indentation, IEnumerable<string> files, string module = "")
    {
        _indentation = indentation;
        _paths = [.. files.SelectMany(WithDirectories).Where(path => path.Length > module.Length).Distinct()];
        Line($"{(_kind == SchemaRuleKind.Lint ? "lint" : "breaking")}:");
        string[] broad = _kind == SchemaRuleKind.Lint ? ["STANDARD", "DEFAULT", "BASIC", "MINIMAL"] : ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"];
        if (_random.Chance(80))
        {
            // One broad category: with nothing left to check, buf refuses.
            List("use", [_random.Pick(broad.Intersect(_names)), .. Some(_names, 5)]);
        }

        // buf alone has this one.
        List("except", [.. _kind == SchemaRuleKind.Lint && _version != BufVersion.V1Beta1 ? (string[])["PROTOVALIDATE"] : [], .. Some(Rules(), 4)]);
        List("ignore", SomePaths(2));
        if (_random.Chance(70))
        {
            WriteIgnoreOnly();
        }

        if (_kind == SchemaRuleKind.Lint)
        {
            WriteLintOptions();
        }
        else
        {
            Option("ignore_unstable_packages", "true");
        }
    }

    private void WriteIgnoreOnly()
    {
        Line("  ignore_only:");
        foreach (var name in Some(_names, 4).DefaultIfEmpty(_names[0]))
        {
            Line($"    {name}: [{string.Join(", ", SomePaths(3).DefaultIfEmpty(_paths[0]))}]");
        }
    }

    private void WriteLintOptions()
    {
        Option("enum_zero_value_suffix", _random.OneOf("_NONE", "_UNSPECIFIED", "Request"));
        Option("service_suffix", _random.OneOf("API", "Service", "_"));
        Option("rpc_allow_same_request_response", "true");
        Option("rpc_allow_google_protobuf_empty_requests", "true");
        Option("rpc_allow_google_protobuf_empty_responses", "true");
        Option(_version == BufVersion.V2 ? "disallow_comment_ignores" : "allow_comment_ignores", "true");
    }

    private void Option(string name, string value)
    {
        if (_random.Chance(30))
        {
            Line($"  {name}: {value}");
        }
    }

    private void List(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
        {
            Line($"  {name}: [{string.Join(", ", values.Distinct())}]");
        }
    }

    private static IEnumerable<string> WithDirectories(string file)
    {
        var parts = file.Split('/');
        return Enumerable.Range(1, parts.Length).Select(depth => string.Join('/', parts.Take(depth)));
    }

    private void Line(string text) => _text.Append(_indentation).Append(text).Append('\n');

    private string[] Some(IReadOnlyCollection<string> from, int most) =>
        [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => _random.Pick(from)).Distinct()];

    /// <summary>Mostly paths of which none lies in another: the others are refused.</summary>
    private string[] SomePaths(int most)
    {
        var paths = Some(_paths, most);
        return _random.Chance(95) ? [.. paths.Where(path => !paths.Any(other => path.StartsWith(other + "/", StringComparison.Ordinal)))] : paths;
    }

    /// <summary>Rules, deprecated ones and categories that the version knows.</summary>
    private IEnumerable<string> Names() => Rules()
        .Concat(RuleCatalogue.Aliases.Where(alias => alias.Kind == _kind && alias.Name != "PROTOVALIDATE" && alias.Categories.In(_version) is not null).Select(alias => alias.Name))
        .Concat(RuleCatalogue.Rules.Where(entry => entry.Rule.Kind == _kind).SelectMany(entry => entry.Categories.In(_version) ?? []).Where(category => category != RuleCategories.DefaultMark).Distinct());

    private string[] Rules() =>
        [.. RuleCatalogue.Rules.Where(entry => entry.Rule.Kind == _kind && entry.Categories.In(_version) is not null).Select(entry => entry.Rule.Name)];
}
