using GrpcSdk.Schema.Configuration;

namespace GrpcSdk.Schema;

/// <summary>The versions of <c>buf.yaml</c>.</summary>
public enum BufVersion
{
    /// <summary><c>version: v1beta1</c></summary>
    V1Beta1,

    /// <summary><c>version: v1</c></summary>
    V1,

    /// <summary><c>version: v2</c></summary>
    V2,
}

/// <summary>
/// What a <c>buf.yaml</c> says about rules: its modules with the lint and breaking options of each.
/// </summary>
public sealed class BufConfiguration
{
    internal BufConfiguration(BufVersion version, IReadOnlyList<BufModule> modules)
    {
        Version = version;
        Modules = modules;
    }

    /// <summary>
    /// Without a <c>buf.yaml</c>: only what keeps a schema able to evolve. Lint ENUM_FIRST_VALUE_ZERO and
    /// ENUM_ZERO_VALUE_SUFFIX; breaking category WIRE_JSON.
    /// </summary>
    public static BufConfiguration Evolution { get; } = Parse(
        """
        version: v2
        lint:
          use: [ENUM_FIRST_VALUE_ZERO, ENUM_ZERO_VALUE_SUFFIX]
        breaking:
          use: [WIRE_JSON]
        """);

    /// <summary>buf's own defaults: lint STANDARD, breaking FILE.</summary>
    public static BufConfiguration Standard { get; } = Parse("version: v2");

    /// <summary>The version that the file states.</summary>
    public BufVersion Version { get; }

    /// <summary>The modules; one for the whole directory unless the file lists them.</summary>
    public IReadOnlyList<BufModule> Modules { get; }

    /// <summary>Reads the text of a <c>buf.yaml</c>.</summary>
    /// <exception cref="BufConfigurationException">
    /// The text is not YAML, not a buf.yaml, or names a rule that its version does not know; with line and column.
    /// </exception>
    public static BufConfiguration Parse(string yaml) => BufConfigurationReader.Read(yaml);

    /// <summary>Reads the text of a <c>buf.work.yaml</c>, the workspace of versions v1 and v1beta1.</summary>
    /// <returns>Its directories, relative to it; each is a module with a <c>buf.yaml</c> of its own.</returns>
    /// <exception cref="BufConfigurationException">The text is not YAML or not a buf.work.yaml; with line and column.</exception>
    public static IReadOnlyList<string> ParseWorkspace(string yaml) => BufWorkspaceReader.Read(yaml);

    /// <summary>The modules of a workspace of v1 as one configuration, whose paths are relative to <c>buf.work.yaml</c>.</summary>
    /// <param name="modules">Each directory with what its <c>buf.yaml</c> says; null without one: then buf's defaults hold.</param>
    public static BufConfiguration Combine(IEnumerable<KeyValuePair<string, BufConfiguration?>> modules) => BufWorkspaceReader.Combine(modules);
}
