using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;
using static GrpcSdk.Schema.Text.GoText;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_JSTYPE: a 64-bit integer keeps the type that it has in JavaScript.</summary>
internal sealed class FieldSameJsType : BreakingRule
{
    public override string Name => "FIELD_SAME_JSTYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (JsTypeOf(previous), JsTypeOf(current));
            if (before != after && Is64BitInteger(previous) && Is64BitInteger(current))
            {
                report(
                    current.OptionLocation(FieldOptions.JstypeFieldNumber).Or(current.Declaration),
                    previous.File,
                    $"{FieldText.Describe(current)} changed option \"jstype\" from {Quote(ProtoNames.Of(before))} to {Quote(ProtoNames.Of(after))}.");
            }
        }
    }

    private static FieldOptions.Types.JSType JsTypeOf(ProtoField field) =>
        field.Descriptor.Options?.Jstype ?? FieldOptions.Types.JSType.JsNormal;

    private static bool Is64BitInteger(ProtoField field) =>
        field.Descriptor.Type is Type.Int64 or Type.Uint64 or Type.Sint64 or Type.Fixed64 or Type.Sfixed64;
}
