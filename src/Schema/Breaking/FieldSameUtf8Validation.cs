using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_UTF8_VALIDATION: a string field keeps rejecting, or accepting, what is not UTF-8.</summary>
internal sealed class FieldSameUtf8Validation : BreakingRule
{
    public override string Name => "FIELD_SAME_UTF8_VALIDATION";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields.Where(FieldType.AreStrings))
        {
            var before = FeatureResolution.Utf8Validation(previous);
            var after = FeatureResolution.Utf8Validation(current);
            if (before != after)
            {
                report(
                    FeatureLocation.Of(current, FeatureSet.Utf8ValidationFieldNumber),
                    previous.File,
                    $"{FieldText.Describe(current)} changed UTF8 validation from {ProtoNames.Of(before)} to {ProtoNames.Of(after)}.");
            }
        }
    }
}
