using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcSdk.Schema.Configuration;

/// <summary>A mapping of a buf.yaml, read strictly: every error says where it is, and no key is left unread.</summary>
internal sealed class YamlSection
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly string _name;

    /// <summary>Opens a node that must be a mapping (or nothing) with none but these keys.</summary>
    public YamlSection(YamlNode? node, string name, params string[] keys)
    {
        _name = name;
        if (node is null || IsNull(node))
        {
            return;
        }

        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, $"{Describe(name)} must be a mapping of keys to values.");
        }

        foreach (var pair in mapping.Children)
        {
            var key = (pair.Key as YamlScalarNode)?.Value;
            if (key is null || !keys.Contains(key))
            {
                throw Error(pair.Key, $"{Describe(name)} has no field \"{key ?? pair.Key.ToString()}\" in this version; expected one of: {string.Join(", ", keys)}.");
            }

            _values.Add(key, pair.Value);
        }
    }

    /// <summary>The node of a key; <see langword="null"/> when it is not set.</summary>
    public YamlNode? Node(string key) => _values.TryGetValue(key, out var node) && !IsNull(node) ? node : null;

    /// <summary>A text value.</summary>
    public string? Text(string key) => Node(key) is { } node ? TextOf(node, FullKey(key)) : null;

    /// <summary>A text value that may not be empty to count, otherwise the default.</summary>
    public string Text(string key, string defaultValue) => Text(key) is { Length: > 0 } text ? text : defaultValue;

    /// <summary>A YAML 1.1 truth value; false when it is not set.</summary>
    public bool Flag(string key)
    {
        if (Node(key) is not { } node)
        {
            return false;
        }

        return (node as YamlScalarNode)?.Value?.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "y" => true,
            "false" or "no" or "off" or "n" => false,
            _ => throw Error(node, $"{Describe(FullKey(key))} must be true or false."),
        };
    }

    /// <summary>The nodes of a list; empty when it is not set.</summary>
    public IReadOnlyList<YamlNode> List(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children],
        { } node => throw Error(node, $"{Describe(FullKey(key))} must be a list."),
    };

    /// <summary>The keys and values of a mapping with free keys; empty when it is not set.</summary>
    public IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(string key) => Node(key) switch
    {
        null => [],
        YamlMappingNode mapping => mapping.Children,
        { } node => throw Error(node, $"{Describe(FullKey(key))} must be a mapping."),
    };

    /// <summary>The name of a key with its section, as messages show it.</summary>
    public string FullKey(string key) => _name.Length == 0 ? key : _name + "." + key;

    /// <summary>The text of a scalar.</summary>
    public static string TextOf(YamlNode node, string name) =>
        (node as YamlScalarNode)?.Value ?? throw Error(node, $"{Describe(name)} must be text.");

    /// <summary>An error at a node.</summary>
    public static BufConfigurationException Error(YamlNode node, string message) => Error(node.Start, message);

    /// <summary>An error at a place of the text.</summary>
    public static BufConfigurationException Error(Mark mark, string message) =>
        new(message, Math.Max(0, Convert.ToInt32(mark.Line, CultureInfo.InvariantCulture) - 1), Math.Max(0, Convert.ToInt32(mark.Column, CultureInfo.InvariantCulture) - 1));

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private static string Describe(string name) => name.Length == 0 ? "buf.yaml" : name;
}
