using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_VALUE_PREFIX: value names start with their enum's: all values of a package share one C++ scope.</summary>
internal sealed class EnumValuePrefix : LintRule
{
    public override string Name => "ENUM_VALUE_PREFIX";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var declaration in context.Enums)
        {
            var prefix = StringCase.UpperSnake(declaration.Name) + "_";
            foreach (var value in declaration.Values.Where(value => !value.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                report(value.NameLocation, $"Enum value name {Quote(value.Name)} should be prefixed with {Quote(prefix)}.");
            }
        }
    }
}
