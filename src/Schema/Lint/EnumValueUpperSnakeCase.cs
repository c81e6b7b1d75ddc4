using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_VALUE_UPPER_SNAKE_CASE: enum value names are UPPER_SNAKE_CASE.</summary>
internal sealed class EnumValueUpperSnakeCase : LintRule
{
    public override string Name => "ENUM_VALUE_UPPER_SNAKE_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var value in context.Enums.SelectMany(e => e.Values))
        {
            var expected = StringCase.UpperSnake(value.Name);
            if (value.Name != expected)
            {
                report(value.NameLocation, $"Enum value name {Quote(value.Name)} should be UPPER_SNAKE_CASE, such as {Quote(expected)}.");
            }
        }
    }
}
