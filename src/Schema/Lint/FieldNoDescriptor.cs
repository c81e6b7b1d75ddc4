using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>FIELD_NO_DESCRIPTOR: no field is called descriptor: generated C# and C++ have a member of that name. Only in v1beta1.</summary>
internal sealed class FieldNoDescriptor : LintRule
{
    public override string Name => "FIELD_NO_DESCRIPTOR";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var field in context.Fields.Where(field => field.Name.Trim('_').Equals("descriptor", StringComparison.OrdinalIgnoreCase)))
        {
            report(field.NameLocation, $"Field name {Quote(field.Name)} cannot be any capitalization of \"descriptor\" with any number of prefix or suffix underscores.");
        }
    }
}
