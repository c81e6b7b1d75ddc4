namespace GrpcSdk.Schema.Fixes;

/// <summary>Repairs the findings of some rules. Stateless.</summary>
internal abstract class FixRule
{
    /// <summary>The names of the rules whose findings it repairs.</summary>
    public abstract IReadOnlyList<string> Rules { get; }

    /// <summary>The repair of one finding; <see langword="null"/> when it is not mechanical after all.</summary>
    public abstract SchemaFix? Fix(FixContext context, SchemaFinding finding);

    /// <summary>A fix of the edits; <see langword="null"/> without any.</summary>
    /// <param name="finding">What it repairs.</param>
    /// <param name="title">What it does.</param>
    /// <param name="edits">The edits, without those that are not possible.</param>
    /// <param name="released">What callers know and the fix would change; <see langword="null"/> when it changes nothing that they know.</param>
    protected static SchemaFix? Of(SchemaFinding finding, string title, IEnumerable<TextEdit?>? edits, string? released = null) =>
        edits?.OfType<TextEdit>().Distinct().ToList() is { Count: > 0 } some ? new SchemaFix(finding, title, some, released) : null;
}
