using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_JSON_NAME: a field keeps its name in JSON, whether written or derived. Extensions have a fixed one.</summary>
internal sealed class FieldSameJsonName : BreakingRule
{
    public override string Name => "FIELD_SAME_JSON_NAME";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (previous.Descriptor.JsonName, current.Descriptor.JsonName);
            if (!current.IsExtension && before != after)
            {
                report(
                    current.At(SourcePath.Field.JsonName).Or(current.Declaration),
                    previous.File,
                    $"{FieldText.Describe(current)} changed option \"json_name\" from {Quote(before)} to {Quote(after)}.");
            }
        }
    }
}
