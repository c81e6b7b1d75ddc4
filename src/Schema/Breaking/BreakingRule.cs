using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Receives what a breaking rule found: the place now, and the file that had the element before.</summary>
internal delegate void BreakingReport(SourceLocation location, ProtoFile? previousFile, string message);

/// <summary>A rule of <c>buf breaking</c>. Stateless; sees all files of both images.</summary>
internal abstract class BreakingRule
{
    /// <summary>buf's id.</summary>
    public abstract string Name { get; }

    /// <summary>Reports every change that the rule forbids.</summary>
    public abstract void Check(BreakingContext context, BreakingReport report);
}
