namespace GrpcSdk.Schema.Model;

/// <summary>Where a finding points: an element's path in a file, a whole file (no path), or nowhere (no file).</summary>
internal readonly record struct SourceLocation(ProtoFile? File, int[]? Path)
{
    /// <summary>No file is left to point at.</summary>
    public static SourceLocation None => default;

    /// <summary>The span that protoc recorded for the path, if any.</summary>
    public SchemaSpan? Span => File is not null && Path is not null ? File.SpanOf(Path) : null;

    /// <summary>This location when the source has it, otherwise the other one.</summary>
    public SourceLocation Or(SourceLocation fallback) => Span is null ? fallback : this;
}
