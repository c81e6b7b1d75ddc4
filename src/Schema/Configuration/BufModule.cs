using GrpcSdk.Schema.Catalogue;
using GrpcSdk.Schema.Configuration;

namespace GrpcSdk.Schema;

/// <summary>A module of a <c>buf.yaml</c>: which files it holds and how they are checked. Paths use <c>/</c>.</summary>
public sealed class BufModule
{
    internal BufModule(
        IReadOnlyList<string> roots,
        IReadOnlyList<string> includes,
        IReadOnlyList<string> excludes,
        LintOptions lint,
        BreakingOptions breaking)
    {
        Roots = roots;
        Includes = includes;
        Excludes = excludes;
        Lint = lint;
        Breaking = breaking;
    }

    /// <summary>Directories, relative to buf.yaml, whose files the module holds; names of files are relative to them. One, except in v1beta1.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>When not empty, only files under these directories (relative to buf.yaml) belong to the module.</summary>
    public IReadOnlyList<string> Includes { get; }

    /// <summary>Directories (relative to buf.yaml) that do not belong to the module.</summary>
    public IReadOnlyList<string> Excludes { get; }

    /// <summary>The lint section.</summary>
    public LintOptions Lint { get; }

    /// <summary>The breaking section.</summary>
    public BreakingOptions Breaking { get; }

    /// <summary>The path of a file within the module; <see langword="null"/> when the file belongs to another or to none.</summary>
    public string? PathOf(string workspacePath) =>
        (Includes.Count == 0 || Includes.Any(include => BufPath.Contains(include, workspacePath)))
        && !Excludes.Any(exclude => BufPath.Contains(exclude, workspacePath))
            ? PlaceOf(workspacePath)
            : null;

    /// <summary>The file lies in the module's directory, whether the module holds it or leaves it out.</summary>
    public bool HasPlaceFor(string workspacePath) => PlaceOf(workspacePath) is not null;

    /// <summary>The path that a file has below the module's directory, whether the module holds it or not.</summary>
    internal string? PlaceOf(string workspacePath) =>
        Roots.Where(root => BufPath.Contains(root, workspacePath)).OrderByDescending(root => root.Length).FirstOrDefault() is { } root
            ? BufPath.RelativeTo(root, workspacePath)
            : null;
}

/// <summary>The <c>lint</c> section of a module.</summary>
public sealed record LintOptions
{
    /// <summary>Which rules run, and where they do not.</summary>
    public RuleSelection Rules { get; internal init; } = new(RuleBook.For(SchemaRuleKind.Lint, BufVersion.V2).Defaults);

    /// <summary><c>enum_zero_value_suffix</c></summary>
    public string EnumZeroValueSuffix { get; internal init; } = "_UNSPECIFIED";

    /// <summary><c>service_suffix</c></summary>
    public string ServiceSuffix { get; internal init; } = "Service";

    /// <summary><c>rpc_allow_same_request_response</c></summary>
    public bool RpcAllowSameRequestResponse { get; internal init; }

    /// <summary><c>rpc_allow_google_protobuf_empty_requests</c></summary>
    public bool RpcAllowEmptyRequests { get; internal init; }

    /// <summary><c>rpc_allow_google_protobuf_empty_responses</c></summary>
    public bool RpcAllowEmptyResponses { get; internal init; }

    /// <summary><c>// buf:lint:ignore RULE</c> counts: v2 unless <c>disallow_comment_ignores</c>, before only with <c>allow_comment_ignores</c>.</summary>
    public bool CommentIgnores { get; internal init; } = true;
}

/// <summary>The <c>breaking</c> section of a module.</summary>
public sealed record BreakingOptions
{
    /// <summary>Which rules run, and where they do not.</summary>
    public RuleSelection Rules { get; internal init; } = new(RuleBook.For(SchemaRuleKind.Breaking, BufVersion.V2).Defaults);

    /// <summary><c>ignore_unstable_packages</c>: nothing is reported for packages such as <c>acme.v1beta1</c>.</summary>
    public bool IgnoreUnstablePackages { get; internal init; }
}
