using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Takes out an import that nothing uses.</summary>
internal sealed class ImportFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["IMPORT_USED"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding) =>
        context.SourceOf(finding.File) is { } source && finding.Span is { } span
            && Enumerable.Range(0, source.File.Descriptor.Dependency.Count).Select(source.File.ImportLocation).FirstOrDefault(place => place.Span == span) is { File: not null } import
            && source.RangeOf(import) is { } range
                ? Of(finding, "Remove the import", [source.Remove(range)])
                : null;
}
