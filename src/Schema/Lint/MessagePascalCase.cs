using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>MESSAGE_PASCAL_CASE: message names are PascalCase.</summary>
internal sealed class MessagePascalCase : LintRule
{
    public override string Name => "MESSAGE_PASCAL_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var message in context.Messages.Where(message => !message.IsMapEntry))
        {
            var expected = StringCase.Pascal(message.Name);
            if (message.Name != expected)
            {
                report(message.NameLocation, $"Message name {Quote(message.Name)} should be PascalCase, such as {Quote(expected)}.");
            }
        }
    }
}
