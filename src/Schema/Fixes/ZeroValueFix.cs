using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Adds the zero value that an enum lacks, in front of all others.</summary>
internal sealed class ZeroValueFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["ENUM_FIRST_VALUE_ZERO"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var first = context.Elements.OfType<ProtoEnumValue>().FirstOrDefault(value => value.File.Name == finding.File && value.NumberLocation.Span == finding.Span);

        // One that stands further down cannot be moved: the first value is the default of proto2.
        if (first is null || first.Enum.Values.Any(value => value.Number == 0) || context.SourceOf(first.File.Name) is not { } source)
        {
            return null;
        }

        var name = StringCase.UpperSnake(first.Enum.Name) + context.OptionsOf(first.File).EnumZeroValueSuffix;
        var statement = name + " = 0;";
        var edit = source.RangeOf(first.Declaration) is { } range && source.InsertLineAbove(first.Declaration, statement) is null
            ? source.Insert(range.Start, statement + " ")
            : source.InsertIntoBody(first.Enum.Declaration, statement);

        // The first value is what callers get for a field that was not set.
        return Of(finding, $"Add '{statement}'", [edit], context.ReleaseOf(first.Enum));
    }
}
