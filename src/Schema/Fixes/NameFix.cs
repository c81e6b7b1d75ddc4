using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Renames what has the wrong case, prefix or suffix.</summary>
internal sealed class NameFix : FixRule
{
    private static readonly Dictionary<string, Func<ProtoElement, LintOptions, string>> NewNames = new(StringComparer.Ordinal)
    {
        ["ENUM_PASCAL_CASE"] = (element, _) => StringCase.Pascal(element.Name),
        ["MESSAGE_PASCAL_CASE"] = (element, _) => StringCase.Pascal(element.Name),
        ["SERVICE_PASCAL_CASE"] = (element, _) => StringCase.Pascal(element.Name),
        ["RPC_PASCAL_CASE"] = (element, _) => StringCase.Pascal(element.Name),
        ["FIELD_LOWER_SNAKE_CASE"] = (element, _) => StringCase.LowerSnake(element.Name),
        ["ONEOF_LOWER_SNAKE_CASE"] = (element, _) => StringCase.LowerSnake(element.Name),
        ["ENUM_VALUE_UPPER_SNAKE_CASE"] = (element, _) => StringCase.UpperSnake(element.Name),
        ["ENUM_VALUE_PREFIX"] = (element, _) => PrefixOf(element) + element.Name,
        ["SERVICE_SUFFIX"] = (element, options) => element.Name + options.ServiceSuffix,
    };

    public override IReadOnlyList<string> Rules { get; } = [.. NewNames.Keys];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        if (context.Named<ProtoElement>(finding) is not { } element)
        {
            return null;
        }

        var name = NewNames[finding.Rule.Name](element, context.OptionsOf(element.File));
        return Of(finding, $"Rename '{element.Name}' to '{name}'", Rename.Edits(context, element, name), context.ReleaseOf(element));
    }

    private static string PrefixOf(ProtoElement value) => StringCase.UpperSnake(value.Parent?.Name ?? "") + "_";
}
