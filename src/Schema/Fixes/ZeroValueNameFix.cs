using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// Renames the zero value of an enum to the one that means that nothing was set, where its name says nothing else: EQUAL or
/// RUNNING as zero is a meaning that callers rely on. What is released keeps its name, with an ignore for the enum.
/// </summary>
internal sealed class ZeroValueNameFix : FixRule
{
    private const string Rule = "ENUM_ZERO_VALUE_SUFFIX";
    private const string Ignore = "// buf:lint:ignore " + Rule;

    /// <summary>Names that mean that nothing was set.</summary>
    private static readonly HashSet<string> Nothing = new(StringComparer.Ordinal)
    {
        "UNSPECIFIED", "UNKNOWN", "NONE", "UNSET", "NOT_SET", "INVALID", "UNDEFINED", "DEFAULT", "NIL",
    };

    public override IReadOnlyList<string> Rules { get; } = [Rule];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        if (context.Named<ProtoEnumValue>(finding) is not { } value)
        {
            return null;
        }

        var options = context.OptionsOf(value.File);
        if (context.ReleaseOf(value) is { } released)
        {
            return options.CommentIgnores
                ? Of(finding, $"Keep '{value.Name}', which is released: ignore {Rule} for it", [Keep(context, value)])
                : Of(finding, $"Keep '{value.Name}'", Renamed(context, value, options), released);
        }

        var fix = Of(finding, $"Rename '{value.Name}' to '{NewName(value, options)}'", Renamed(context, value, options));
        return fix is null || SaysNothing(value) ? fix : fix with
        {
            Refusal = $"'{value.Name}' means something: callers that set nothing have said it. Give the enum another zero value if it is new, or keep it with '{Ignore}'",
        };
    }

    private static IReadOnlyList<TextEdit>? Renamed(FixContext context, ProtoEnumValue value, LintOptions options) => Rename.Edits(context, value, NewName(value, options));

    private static string NewName(ProtoEnumValue value, LintOptions options) => StringCase.UpperSnake(value.Enum.Name) + options.EnumZeroValueSuffix;

    /// <summary>The comment above the value, or above the enum when that is on one line.</summary>
    private static TextEdit? Keep(FixContext context, ProtoEnumValue value) =>
        context.SourceOf(value.File.Name) is { } source ? source.InsertLineAbove(value.Declaration, Ignore) ?? source.InsertLineAbove(value.Enum.Declaration, Ignore) : null;

    /// <summary>Less the words of its enum, the name is one of those that mean nothing: ROLE_NONE of UserRole.</summary>
    private static bool SaysNothing(ProtoEnumValue value)
    {
        var name = StringCase.UpperSnake(value.Name);
        var ofEnum = StringCase.UpperSnake(value.Enum.Name).Split('_');
        return Nothing.Any(word => name == word
            || (name.EndsWith("_" + word, StringComparison.Ordinal) && name.Substring(0, name.Length - word.Length - 1).Split('_').All(part => ofEnum.Contains(part))));
    }
}
