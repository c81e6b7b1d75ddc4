using System.Globalization;
using GrpcSdk.Schema.Ranges;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// FIELD_NUMBER_GAP: a number that was left out between others may have belonged to a deleted field. Wide gaps are
/// deliberate: blocks of numbers are common; and so is a jump to 10, 20 or 100.
/// </summary>
internal sealed class FieldNumberGap : LintRule
{
    private const int WidestGap = 8;
    private const int BlockSize = 10;

    public override string Name => "FIELD_NUMBER_GAP";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var message in context.Messages.Where(message => !message.IsMapEntry && message.Fields.Count > 1))
        {
            var taken = TagRanges.Collapse(TagRanges.ReservedOf(message.Descriptor).Concat(TagRanges.ExtensionsOf(message.Descriptor)));
            var numbers = message.Fields.Select(field => field.Number).OrderBy(number => number).ToList();
            var missing = new List<string>();
            for (var i = 1; i < numbers.Count; i++)
            {
                var width = (long)numbers[i] - numbers[i - 1] - 1;
                var startsBlock = width > 1 && numbers[i] % BlockSize == 0;
                if (width is > 0 and <= WidestGap && !startsBlock)
                {
                    missing.AddRange(Enumerable.Range(numbers[i - 1] + 1, (int)width)
                        .Where(number => !TagRanges.Hold(taken, number))
                        .Select(number => number.ToString(CultureInfo.InvariantCulture)));
                }
            }

            if (missing.Count > 0)
            {
                report(
                    message.NameLocation,
                    $"Field {(missing.Count == 1 ? "number" : "numbers")} {string.Join(", ", missing)} of message {Quote(message.Name)} {(missing.Count == 1 ? "is" : "are")} neither used nor reserved.");
            }
        }
    }
}
