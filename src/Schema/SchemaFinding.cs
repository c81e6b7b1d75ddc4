namespace GrpcSdk.Schema;

/// <summary>
/// What a rule found.
/// </summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Message">buf's message, word for word.</param>
/// <param name="File">The file's name as protoc knows it; <see langword="null"/> when the finding has no file left to point at.</param>
/// <param name="Span">The place in the file; <see langword="null"/> when it concerns the file as a whole.</param>
public sealed record SchemaFinding(SchemaRule Rule, string Message, string? File, SchemaSpan? Span)
{
    /// <summary>How serious it is: as the rule says, unless a <see cref="SchemaPreset"/> weighs it otherwise.</summary>
    public SchemaSeverity Severity { get; init; } = Rule.DefaultSeverity;
}
