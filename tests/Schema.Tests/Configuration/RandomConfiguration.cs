using System.Text;
using GrpcSdk.Schema.Catalogue;
using GrpcSdk.Schema.Tests.Breaking.Drafts;

namespace GrpcSdk.Schema.Tests.Configuration;

/// <summary>A random buf.yaml: any version, rules and categories that it knows, paths of a module, options.</summary>
internal sealed class RandomConfiguration
{
    private readonly Random _random;
    private readonly SchemaRuleKind _kind;
    private readonly BufVersion _version;
    private readonly string[] _paths;
    private readonly StringBuilder _text = new();

    private RandomConfiguration(int seed, SchemaRuleKind kind, IEnumerable<string> files)
    {
        _random = new Random(seed);
        _kind = kind;
        _version = _random.OneOf(BufVersion.V1Beta1, BufVersion.V1, BufVersion.V2, BufVersion.V2);
        _paths = [.. files.SelectMany(file => Enumerable.Range(1, file.Count(c => c == '/') + 1).Select(depth => string.Join('/', file.Split('/').Take(depth)))).Distinct()];
    }

    /// <summary>The text of the configuration.</summary>
    /// <param name="seed">The same seed gives the same text.</param>
    /// <param name="kind">Which section it has.</param>
    /// <param name="files">The files of the module.</param>
    public static string Create(int seed, SchemaRuleKind kind, IEnumerable<string> files)
    {
        var configuration = new RandomConfiguration(seed, kind, files);
        configuration.Write();
        return configuration._text.ToString();
    }

    private void Write()
    {
        _text.Append($"version: {_version.ToString().ToLowerInvariant()}\n{(_kind == SchemaRuleKind.Lint ? "lint" : "breaking")}:\n");
        string[] names = [.. Names().Order(StringComparer.Ordinal)];
        string[] broad = _kind == SchemaRuleKind.Lint ? ["STANDARD", "DEFAULT", "BASIC", "MINIMAL"] : ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"];
        if (_random.Chance(80))
        {
            // One broad category: with nothing left to check, buf refuses.
            List("use", [_random.Pick(broad.Intersect(names)), .. Some(names, 5)]);
        }

        // buf alone has this one.
        List("except", [.. _kind == SchemaRuleKind.Lint && _version != BufVersion.V1Beta1 ? (string[])["PROTOVALIDATE"] : [], .. Some(Rules(), 4)]);
        List("ignore", SomePaths(2));
        if (_random.Chance(70))
        {
            WriteIgnoreOnly(names);
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

    private void WriteIgnoreOnly(string[] names)
    {
        _text.Append("  ignore_only:\n");
        foreach (var name in Some(names, 4).DefaultIfEmpty(names[0]))
        {
            _text.Append($"    {name}: [{string.Join(", ", SomePaths(3).DefaultIfEmpty(_paths[0]))}]\n");
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
            _text.Append($"  {name}: {value}\n");
        }
    }

    private void List(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
        {
            _text.Append($"  {name}: [{string.Join(", ", values.Distinct())}]\n");
        }
    }

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
