using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_PASCAL_CASE: enum names are PascalCase.</summary>
internal sealed class EnumPascalCase : LintRule
{
    public override string Name => "ENUM_PASCAL_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var declaration in context.Enums)
        {
            var expected = StringCase.Pascal(declaration.Name);
            if (declaration.Name != expected)
            {
                report(declaration.NameLocation, $"Enum name {Quote(declaration.Name)} should be PascalCase, such as {Quote(expected)}.");
            }
        }
    }
}
