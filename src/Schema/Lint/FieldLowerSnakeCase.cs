using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>FIELD_LOWER_SNAKE_CASE: field and extension names are lower_snake_case. A group's field has the group's name in lower case.</summary>
internal sealed class FieldLowerSnakeCase : LintRule
{
    public override string Name => "FIELD_LOWER_SNAKE_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var field in context.Fields.Where(field => !field.IsMapEntryField))
        {
            var expected = StringCase.LowerSnake(field.Name);
            if (field.Name != expected)
            {
                report(field.NameLocation, $"Field name {Quote(field.Name)} should be lower_snake_case, such as {Quote(expected)}.");
            }
        }
    }
}
