using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_ZERO_VALUE_SUFFIX: every value with number 0, aliases too, ends with the configured suffix.</summary>
internal sealed class EnumZeroValueSuffix : LintRule
{
    public override string Name => "ENUM_ZERO_VALUE_SUFFIX";

    public override void Check(LintContext context, LintReport report)
    {
        var suffix = context.Options.EnumZeroValueSuffix;
        foreach (var zero in context.Enums.SelectMany(e => e.Values).Where(value => value.Number == 0))
        {
            if (!zero.Name.EndsWith(suffix, StringComparison.Ordinal))
            {
                report(zero.NameLocation, $"Enum zero value name {Quote(zero.Name)} should be suffixed with {Quote(suffix)}.");
            }
        }
    }
}
