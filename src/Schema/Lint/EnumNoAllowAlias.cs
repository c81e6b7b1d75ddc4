using Google.Protobuf.Reflection;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_NO_ALLOW_ALIAS: two values of an enum never share a number.</summary>
internal sealed class EnumNoAllowAlias : LintRule
{
    public override string Name => "ENUM_NO_ALLOW_ALIAS";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var declaration in context.Enums.Where(e => e.Descriptor.Options?.AllowAlias == true))
        {
            report(declaration.OptionLocation(EnumOptions.AllowAliasFieldNumber), $"Enum option \"allow_alias\" on enum {Quote(declaration.Name)} must be false.");
        }
    }
}
