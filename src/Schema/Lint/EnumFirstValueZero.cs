using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>ENUM_FIRST_VALUE_ZERO: the first declared value has number 0. protoc itself asks for it of open enums.</summary>
internal sealed class EnumFirstValueZero : LintRule
{
    public override string Name => "ENUM_FIRST_VALUE_ZERO";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var first in context.Enums.Where(e => e.Values.Count > 0).Select(e => e.Values[0]))
        {
            if (first.Number != 0)
            {
                report(first.NumberLocation, $"First enum value {Quote(first.Name)} should have a numeric value of 0");
            }
        }
    }
}
