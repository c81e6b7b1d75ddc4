using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;
using CType = Google.Protobuf.Reflection.FieldOptions.Types.CType;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_CPP_STRING_TYPE: a string or bytes field keeps its C++ class. Giving up STRING_PIECE changes nothing.</summary>
internal sealed class FieldSameCppStringType : BreakingRule
{
    public override string Name => "FIELD_SAME_CPP_STRING_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields.Where(FieldType.AreStringsOrBytes))
        {
            var (before, after) = (StringTypeOf(previous), StringTypeOf(current));
            if (before != after
                && !(before == CppStringType.StringPiece && after == CppStringType.String)
                && !previous.IsMapEntryField && !current.IsMapEntryField)
            {
                report(
                    current.OptionLocation(FieldOptions.CtypeFieldNumber).Or(FeatureLocation.Of(current, CppFeatures.StringTypePath)),
                    previous.File,
                    $"{FieldText.Describe(current)} changed C++ string type from {Quote(Describe(before))} to {Quote(Describe(after))}.");
            }
        }
    }

    /// <summary>Up to edition 2023 the option <c>ctype</c> decides, where it is set.</summary>
    private static CppStringType StringTypeOf(ProtoField field) =>
        field.Descriptor.Options is { HasCtype: true } options && field.File.Descriptor.Edition < Edition._2024
            ? FromOption(options.Ctype)
            : CppFeatures.StringType(field);

    private static CppStringType FromOption(CType ctype) => ctype switch
    {
        CType.Cord => CppStringType.Cord,
        CType.StringPiece => CppStringType.StringPiece,
        _ => CppStringType.String,
    };

    private static string Describe(CppStringType type) => type switch
    {
        CppStringType.Cord => "CORD",
        CppStringType.StringPiece => "STRING_PIECE",
        CppStringType.View => "VIEW",
        _ => "STRING",
    };
}
