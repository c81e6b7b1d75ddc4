using System.Globalization;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Ranges;

namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// Gives back a number that another field or value had in the baseline: the new one takes the next free number, the old
/// number and name are reserved.
/// </summary>
internal sealed class ReusedNumberFix : FixRule
{
    private static readonly TagRange Reserved = new(19_000, 19_999);

    public override IReadOnlyList<string> Rules { get; } =
        ["FIELD_SAME_NAME", "FIELD_SAME_TYPE", "FIELD_SAME_JSON_NAME", "FIELD_WIRE_COMPATIBLE_TYPE", "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "ENUM_VALUE_SAME_NAME"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        if (context.Previous is not { } previous)
        {
            return null;
        }

        return finding.Rule.Name == "ENUM_VALUE_SAME_NAME"
            ? FixValue(context, previous, finding)
            : FixField(context, previous, finding);
    }

    private static SchemaFix? FixField(FixContext context, SchemaImage previous, SchemaFinding finding)
    {
        var field = context.Elements.OfType<ProtoField>().FirstOrDefault(candidate => candidate.File.Name == finding.File
            && new[] { candidate.NameLocation, candidate.TypeLocation, candidate.TypeNameLocation, candidate.Declaration, candidate.At(SourcePath.Field.JsonName) }.Any(place => place.Span == finding.Span));
        var old = field?.Message is { } message
            ? previous.Files.SelectMany(file => file.AllMessages).FirstOrDefault(other => other.FullName == message.FullName)?.Fields.FirstOrDefault(other => other.Number == field.Number)
            : null;

        // The same name with another type is a change of the field, not another field.
        if (field?.Message is not { } container || old is null || old.Name == field.Name || context.SourceOf(field.File.Name) is not { } source)
        {
            return null;
        }

        var taken = TagRanges.ReservedOf(container.Descriptor).Concat(TagRanges.ExtensionsOf(container.Descriptor)).Append(Reserved);
        var used = container.Fields.Select(other => other.Number)
            .Concat(previous.Files.SelectMany(file => file.AllMessages).First(other => other.FullName == container.FullName).Fields.Select(other => other.Number));
        var next = NextFree(used, taken);
        var names = container.Fields.Any(other => other.Name == old.Name) || container.Descriptor.ReservedName.Contains(old.Name) ? "" : " " + ReservationFix.ReserveName(old.Name, field.File.Syntax);
        return Of(
            finding,
            $"Give number {Text(field.Number)} back and take {Text(next)}",
            [.. source.Replace(field.At(SourcePath.Field.Number), Text(next)), source.InsertIntoBody(container.Declaration, $"reserved {Text(field.Number)};{names}")]);
    }

    private static SchemaFix? FixValue(FixContext context, SchemaImage previous, SchemaFinding finding)
    {
        var value = context.Elements.OfType<ProtoEnumValue>().FirstOrDefault(candidate => candidate.File.Name == finding.File && candidate.NumberLocation.Span == finding.Span);
        var before = value is null ? null : previous.Files.SelectMany(file => file.AllEnums).FirstOrDefault(other => other.FullName == value.Enum.FullName);
        var old = before?.Values.Where(other => other.Number == value!.Number).ToList();
        if (value is not { Number: > 0 } || old is not { Count: 1 } || value.Enum.Values.Count(other => other.Number == value.Number) > 1 || context.SourceOf(value.File.Name) is not { } source)
        {
            return null;
        }

        var next = NextFree(value.Enum.Values.Concat(before!.Values).Select(other => other.Number), TagRanges.ReservedOf(value.Enum.Descriptor));
        var name = value.Enum.Values.Any(other => other.Name == old[0].Name) || value.Enum.Descriptor.ReservedName.Contains(old[0].Name) ? "" : " " + ReservationFix.ReserveName(old[0].Name, value.File.Syntax);
        return Of(
            finding,
            $"Give number {Text(value.Number)} back and take {Text(next)}",
            [.. source.Replace(value.NumberLocation, Text(next)), source.InsertIntoBody(value.Enum.Declaration, $"reserved {Text(value.Number)};{name}")]);
    }

    private static int NextFree(IEnumerable<int> used, IEnumerable<TagRange> taken)
    {
        var ranges = TagRanges.Collapse(taken);
        var next = used.DefaultIfEmpty(0).Max() + 1;
        while (TagRanges.Hold(ranges, next))
        {
            next = ranges.Where(range => range.Start <= next && next <= range.End).Max(range => range.End) + 1;
        }

        return next;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
