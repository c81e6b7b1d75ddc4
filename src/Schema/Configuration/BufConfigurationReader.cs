using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcSdk.Schema.Configuration;

/// <summary>Reads a buf.yaml of any version. Sections that say nothing about rules (deps, plugins, ...) are accepted and skipped.</summary>
internal static class BufConfigurationReader
{
    private static readonly Regex TabInIndentation = new(@"^ *\t", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    public static BufConfiguration Read(string yaml)
    {
        var root = Load(yaml, "buf.yaml");
        var version = ReadVersion(root);
        return version switch
        {
            BufVersion.V2 => ReadV2(root),
            BufVersion.V1 => ReadV1(new YamlSection(root, "", "version", "name", "deps", "build", "lint", "breaking")),
            _ => ReadV1Beta1(new YamlSection(root, "", "version", "name", "deps", "build", "lint", "breaking")),
        };
    }

    /// <summary>The mapping that the file must be.</summary>
    public static YamlMappingNode Load(string yaml, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            throw YamlSection.Error(PlaceOf(exception, yaml), $"{name} is not valid YAML: {exception.Message}");
        }

        return stream.Documents.Count == 0 ? throw MissingVersion(Mark.Empty)
            : stream.Documents[0].RootNode as YamlMappingNode
            ?? throw YamlSection.Error(stream.Documents[0].RootNode, $"{name} must be a mapping of keys to values.");
    }

    /// <summary>Of a tab in the indentation YamlDotNet only knows that the document has one.</summary>
    private static Mark PlaceOf(YamlException exception, string yaml)
    {
        var tab = exception.Start.Line <= 1 && exception.Start.Column <= 1 ? TabInIndentation.Match(yaml) : Match.Empty;
        return tab.Success
            ? new Mark(tab.Index + tab.Length - 1, yaml.Take(tab.Index).Count(character => character == '\n') + 1, tab.Length)
            : exception.Start;
    }

    private static BufVersion ReadVersion(YamlMappingNode root)
    {
        if (!root.Children.TryGetValue(new YamlScalarNode("version"), out var node))
        {
            throw MissingVersion(root.Start);
        }

        return (node as YamlScalarNode)?.Value switch
        {
            "v1beta1" => BufVersion.V1Beta1,
            "v1" => BufVersion.V1,
            "v2" => BufVersion.V2,
            _ => throw YamlSection.Error(node, $"Unknown version \"{node}\" of buf.yaml; use v2, v1 or v1beta1."),
        };
    }

    private static BufConfigurationException MissingVersion(Mark mark) =>
        YamlSection.Error(mark, "buf.yaml does not state its version; add \"version: v2\".");

    private static BufConfiguration ReadV2(YamlMappingNode root)
    {
        var file = new YamlSection(root, "", "version", "name", "modules", "deps", "lint", "breaking", "plugins", "policies");
        var rules = new RuleOptionsReader(BufVersion.V2, tolerateUnknownRules: file.List("plugins").Count > 0);
        var modules = file.List("modules");
        return new BufConfiguration(
            BufVersion.V2,
            modules.Count == 0
                ? [new BufModule([BufPath.Root], [], [], rules.Lint(file, BufPath.Root, strict: true), rules.Breaking(file, BufPath.Root, strict: true))]
                : [.. modules.Select((module, i) => ReadModule(file, module, i, rules))]);
    }

    private static BufModule ReadModule(YamlSection file, YamlNode node, int index, RuleOptionsReader rules)
    {
        var module = new YamlSection(node, $"modules[{index}]", "path", "name", "includes", "excludes", "lint", "breaking");
        var path = module.Node("path") is { } pathNode ? ConfigurationPaths.Read(pathNode, module.FullKey("path")) : BufPath.Root;
        return new BufModule(
            [path],
            ConfigurationPaths.ReadBelow(module, "includes", path),
            ConfigurationPaths.ReadBelow(module, "excludes", path),
            module.Node("lint") is null ? rules.Lint(file, path, strict: false) : rules.Lint(module, path, strict: true),
            module.Node("breaking") is null ? rules.Breaking(file, path, strict: false) : rules.Breaking(module, path, strict: true));
    }

    private static BufConfiguration ReadV1(YamlSection file)
    {
        var rules = new RuleOptionsReader(BufVersion.V1, tolerateUnknownRules: false);
        var build = new YamlSection(file.Node("build"), "build", "excludes", "roots");
        if (build.Node("roots") is { } roots)
        {
            throw YamlSection.Error(roots, "build.roots cannot be set in version v1; remove it, or list the directories as modules in version v2.");
        }

        return new BufConfiguration(
            BufVersion.V1,
            [new BufModule([BufPath.Root], [], ConfigurationPaths.ReadAll(build, "excludes"), rules.Lint(file, BufPath.Root, strict: true), rules.Breaking(file, BufPath.Root, strict: true))]);
    }

    private static BufConfiguration ReadV1Beta1(YamlSection file)
    {
        var rules = new RuleOptionsReader(BufVersion.V1Beta1, tolerateUnknownRules: false);
        var build = new YamlSection(file.Node("build"), "build", "excludes", "roots");
        var roots = ConfigurationPaths.ReadAll(build, "roots");
        return new BufConfiguration(
            BufVersion.V1Beta1,
            [new BufModule(roots.Count == 0 ? [BufPath.Root] : roots, [], ConfigurationPaths.ReadAll(build, "excludes"), rules.Lint(file, BufPath.Root, strict: true), rules.Breaking(file, BufPath.Root, strict: true))]);
    }
}
