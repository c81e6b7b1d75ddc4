using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Lint;

/// <summary>Receives what a lint rule found.</summary>
internal delegate void LintReport(SourceLocation location, string message);

/// <summary>A rule of <c>buf lint</c>. Stateless; sees the files of one module.</summary>
internal abstract class LintRule
{
    /// <summary>buf's id.</summary>
    public abstract string Name { get; }

    /// <summary>Reports everything that the module does wrong.</summary>
    public abstract void Check(LintContext context, LintReport report);
}
