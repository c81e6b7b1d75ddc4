using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_NAME: a number keeps its name. An extension keeps its full name, so it cannot move to another scope.</summary>
internal sealed class FieldSameName : BreakingRule
{
    public override string Name => "FIELD_SAME_NAME";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var before = FieldText.NameOf(previous);
            var after = FieldText.NameOf(current);
            if (before != after)
            {
                report(current.NameLocation, previous.File, $"{FieldText.DescribeNumber(current)} changed name from {Quote(before)} to {Quote(after)}.");
            }
        }
    }
}
