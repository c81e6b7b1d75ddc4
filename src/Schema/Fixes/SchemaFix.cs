namespace GrpcSdk.Schema.Fixes;

/// <summary>The repair of one finding: edits that belong together, in one or more files.</summary>
/// <param name="Finding">What it repairs.</param>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Edits">The edits; no two of them overlap.</param>
/// <param name="Released">
/// Why it must not be applied: it would change what callers or stored data know of the baseline. <see langword="null"/>
/// when nothing of the kind is known.
/// </param>
public sealed record SchemaFix(SchemaFinding Finding, string Title, IReadOnlyList<TextEdit> Edits, string? Released = null)
{
    /// <summary>Why it must not be applied without its author: it would change what the schema means. <see langword="null"/> when a machine may decide.</summary>
    public string? Refusal { get; init; }

    /// <summary>Can be applied together with the other one.</summary>
    internal bool IsApartFrom(SchemaFix other) => !Edits.Any(edit => other.Edits.Any(edit.Overlaps));
}
