using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_DEFAULT: an absent field keeps its meaning, as far as the new type can say it.</summary>
internal sealed class FieldSameDefault : BreakingRule
{
    public override string Name => "FIELD_SAME_DEFAULT";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            if (!FieldDefault.IsUnchanged(previous.Descriptor, current.Descriptor)
                && FieldDefault.Of(previous, context.PreviousEnums) is { } before
                && FieldDefault.Of(current, context.CurrentEnums) is { } after
                && !before.Equals(after))
            {
                report(
                    current.At(SourcePath.Field.DefaultValue).Or(current.Declaration),
                    previous.File,
                    $"{FieldText.Describe(current)} changed default value from {before.Text} to {after.Text}.");
            }
        }
    }
}
