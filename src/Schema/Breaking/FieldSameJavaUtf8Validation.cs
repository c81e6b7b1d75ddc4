using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;
using static GrpcSdk.Schema.Text.GoText;
using FileOptions = Google.Protobuf.Reflection.FileOptions;
using Utf8Validation = Google.Protobuf.Reflection.FeatureSet.Types.Utf8Validation;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_JAVA_UTF8_VALIDATION: a string field keeps rejecting, or accepting, what is not UTF-8 in Java.</summary>
internal sealed class FieldSameJavaUtf8Validation : BreakingRule
{
    public override string Name => "FIELD_SAME_JAVA_UTF8_VALIDATION";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields.Where(FieldType.AreStrings))
        {
            var (before, after) = (ValidationOf(previous), ValidationOf(current));
            if (before != after)
            {
                report(
                    LocationOf(current),
                    previous.File,
                    $"{FieldText.Describe(current)} changed Java string UTF8 validation from {Quote(ProtoNames.Of(before))} to {Quote(ProtoNames.Of(after))}.");
            }
        }
    }

    /// <summary>The file's option decides, then Java's own feature, then the feature of all languages.</summary>
    private static Utf8Validation ValidationOf(ProtoField field)
    {
        var verifies = field.File.Descriptor.Options is { HasJavaStringCheckUtf8: true } options
            ? options.JavaStringCheckUtf8
            : JavaFeatures.VerifiesUtf8(field);
        return verifies ? Utf8Validation.Verify : FeatureResolution.Utf8Validation(field);
    }

    private static SourceLocation LocationOf(ProtoField field) => field.File
        .OptionLocation(FileOptions.JavaStringCheckUtf8FieldNumber)
        .Or(FeatureLocation.Of(field, JavaFeatures.Utf8ValidationPath));
}
