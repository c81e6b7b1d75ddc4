using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ONEOF_LOWER_SNAKE_CASE: oneof names are lower_snake_case.</summary>
internal sealed class OneofLowerSnakeCase : LintRule
{
    public override string Name => "ONEOF_LOWER_SNAKE_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var oneof in context.Messages.SelectMany(message => message.Oneofs).Where(oneof => !oneof.IsSynthetic))
        {
            var expected = StringCase.LowerSnake(oneof.Name);
            if (oneof.Name != expected)
            {
                report(oneof.NameLocation, $"Oneof name {Quote(oneof.Name)} should be lower_snake_case, such as {Quote(expected)}.");
            }
        }
    }
}
