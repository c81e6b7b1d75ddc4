using System.Text.RegularExpressions;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Reserves the number or name of what was deleted, and restores a reservation that was dropped.</summary>
internal sealed class ReservationFix : FixRule
{
    private static readonly Regex Deleted = new(
        "without reserving the (?<kind>number|name)s? (?<list>\"[^\"]+\"(, \"[^\"]+\")*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex DroppedName = new("reserved name \"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex DroppedRange = new(@"(?<=missing values: .*)\[(?<start>-?\d+|max)(,(?<end>-?\d+|max))?\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex Gap = new(@"^Field numbers? (?<list>[\d, ]+) of message", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override IReadOnlyList<string> Rules { get; } =
    [
        "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
        "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
        "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
        "RESERVED_MESSAGE_NO_DELETE",
        "RESERVED_ENUM_NO_DELETE",
        "FIELD_NUMBER_GAP",
    ];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var element = context.Declared<ProtoElement>(finding) ?? context.Named<ProtoMessage>(finding);
        if (element is not (ProtoMessage or ProtoEnum) || StatementFor(finding.Message, element.File.Syntax) is not { } statement)
        {
            return null;
        }

        return Of(finding, $"Add '{statement}'", [context.SourceOf(element.File.Name)!.InsertIntoBody(element.Declaration, statement)]);
    }

    /// <summary><c>reserved "name";</c>; in editions names are identifiers.</summary>
    public static string ReserveName(string name, ProtoSyntax syntax) => syntax == ProtoSyntax.Editions ? $"reserved {name};" : $"reserved \"{name}\";";

    private static string? StatementFor(string message, ProtoSyntax syntax)
    {
        if (Deleted.Match(message) is { Success: true } deleted)
        {
            var items = deleted.Groups["list"].Value;
            return "reserved " + (deleted.Groups["kind"].Value == "name" && syntax != ProtoSyntax.Editions ? items : items.Replace("\"", "")) + ";";
        }

        if (DroppedName.Match(message) is { Success: true } name)
        {
            return ReserveName(name.Groups["name"].Value, syntax);
        }

        if (Gap.Match(message) is { Success: true } gap)
        {
            return $"reserved {gap.Groups["list"].Value};";
        }

        var ranges = DroppedRange.Matches(message).Cast<Match>()
            .Select(range => range.Groups["end"].Success ? $"{range.Groups["start"].Value} to {range.Groups["end"].Value}" : range.Groups["start"].Value)
            .ToList();
        return ranges.Count > 0 ? $"reserved {string.Join(", ", ranges)};" : null;
    }
}
