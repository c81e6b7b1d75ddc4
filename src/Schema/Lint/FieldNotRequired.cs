using GrpcSdk.Schema.Features;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>FIELD_NOT_REQUIRED: no field is required, by label or by feature.</summary>
internal sealed class FieldNotRequired : LintRule
{
    public override string Name => "FIELD_NOT_REQUIRED";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var field in context.Fields.Where(field => FieldCardinality.Of(field) == Cardinality.Required))
        {
            report(field.NameLocation, $"Field named {Quote(field.Name)} should not be required.");
        }
    }
}
