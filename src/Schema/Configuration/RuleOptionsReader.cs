using GrpcSdk.Schema.Catalogue;
using YamlDotNet.RepresentationModel;

namespace GrpcSdk.Schema.Configuration;

/// <summary>Reads <c>lint</c> and <c>breaking</c> sections.</summary>
/// <param name="version">The version of the file.</param>
/// <param name="tolerateUnknownRules">The file names buf plugins, which bring rules that only buf can run.</param>
internal sealed class RuleOptionsReader(BufVersion version, bool tolerateUnknownRules)
{
    private static readonly string[] SelectionKeys = ["use", "except", "ignore", "ignore_only"];

    private static readonly string[] LintKeys =
    [
        .. SelectionKeys, "enum_zero_value_suffix", "service_suffix", "rpc_allow_same_request_response",
        "rpc_allow_google_protobuf_empty_requests", "rpc_allow_google_protobuf_empty_responses",
    ];

    private string[] VersionKeys(string oldKey, params string[] newKeys) => version == BufVersion.V2 ? newKeys : [oldKey];

    /// <summary>The lint section of a file or module.</summary>
    /// <param name="parent">The file or the module.</param>
    /// <param name="modulePath">The directory of the module that the options are for.</param>
    /// <param name="strict">Ignored paths must lie in the module.</param>
    public LintOptions Lint(YamlSection parent, string modulePath, bool strict)
    {
        var section = new YamlSection(
            parent.Node("lint"),
            parent.FullKey("lint"),
            [.. LintKeys, .. VersionKeys("allow_comment_ignores", "disallow_comment_ignores", "disable_builtin")]);
        var defaults = new LintOptions();
        return new LintOptions
        {
            Rules = Selection(section, SchemaRuleKind.Lint, modulePath, strict),
            EnumZeroValueSuffix = section.Text("enum_zero_value_suffix", defaults.EnumZeroValueSuffix),
            ServiceSuffix = section.Text("service_suffix", defaults.ServiceSuffix),
            RpcAllowSameRequestResponse = section.Flag("rpc_allow_same_request_response"),
            RpcAllowEmptyRequests = section.Flag("rpc_allow_google_protobuf_empty_requests"),
            RpcAllowEmptyResponses = section.Flag("rpc_allow_google_protobuf_empty_responses"),
            CommentIgnores = version == BufVersion.V2 ? !section.Flag("disallow_comment_ignores") : section.Flag("allow_comment_ignores"),
        };
    }

    /// <summary>The breaking section of a file or module.</summary>
    /// <param name="parent">The file or the module.</param>
    /// <param name="modulePath">The directory of the module that the options are for.</param>
    /// <param name="strict">Ignored paths must lie in the module.</param>
    public BreakingOptions Breaking(YamlSection parent, string modulePath, bool strict)
    {
        var section = new YamlSection(
            parent.Node("breaking"),
            parent.FullKey("breaking"),
            [.. SelectionKeys, .. VersionKeys("ignore_unstable_packages", "ignore_unstable_packages", "disable_builtin")]);
        return new BreakingOptions
        {
            Rules = Selection(section, SchemaRuleKind.Breaking, modulePath, strict),
            IgnoreUnstablePackages = section.Flag("ignore_unstable_packages"),
        };
    }

    private RuleSelection Selection(YamlSection section, SchemaRuleKind kind, string modulePath, bool strict)
    {
        var book = RuleBook.For(kind, version);
        var use = section.List("use");
        var rules = new HashSet<string>(
            use.Count == 0 ? book.Defaults : use.SelectMany(node => Expand(book, node, section.FullKey("use"))),
            StringComparer.Ordinal);
        rules.ExceptWith(section.List("except").SelectMany(node => Expand(book, node, section.FullKey("except"))));
        if (version == BufVersion.V2 && section.Flag("disable_builtin"))
        {
            rules.Clear();
        }

        return new RuleSelection(
            rules,
            ConfigurationPaths.ReadIgnored(section.List("ignore"), section.FullKey("ignore"), modulePath, strict),
            IgnoreOnly(section, book, modulePath, strict));
    }

    private Dictionary<string, IReadOnlyList<string>> IgnoreOnly(YamlSection section, RuleBook book, string modulePath, bool strict)
    {
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var pair in section.Mapping("ignore_only"))
        {
            var name = section.FullKey("ignore_only");
            var nodes = pair.Value as YamlSequenceNode
                ?? throw YamlSection.Error(pair.Value, $"{name}.{pair.Key} must be a list of paths.");
            var paths = ConfigurationPaths.ReadIgnored([.. nodes.Children], $"{name}.{pair.Key}", modulePath, strict);
            if (paths.Contains(BufPath.Root))
            {
                throw YamlSection.Error(nodes, $"{name}.{pair.Key} names the whole module; use {section.FullKey("except")} instead.");
            }

            foreach (var rule in Expand(book, pair.Key, name))
            {
                result[rule] = result.TryGetValue(rule, out var others) ? [.. others, .. paths] : paths;
            }
        }

        return result;
    }

    private IEnumerable<string> Expand(RuleBook book, YamlNode node, string name)
    {
        var id = YamlSection.TextOf(node, name);
        return book.Expand(id)
            ?? (tolerateUnknownRules ? [] : throw YamlSection.Error(node, $"{name}: \"{id}\" is not a rule or category of this version; remove it or correct its spelling."));
    }
}
