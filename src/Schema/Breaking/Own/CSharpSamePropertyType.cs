using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// CSHARP_SAME_PROPERTY_TYPE: a field keeps the C# type of its property. On the wire int32, int64, uint32, bool and enums
/// are alike, and so are a field and a list of it.
/// </summary>
internal sealed class CSharpSamePropertyType : BreakingRule
{
    public override string Name => "CSHARP_SAME_PROPERTY_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (TypeOf(previous), TypeOf(current));
            if (before != after)
            {
                report(
                    (current.TypeName.Length == 0 ? current.TypeLocation : current.TypeNameLocation).Or(current.Declaration),
                    previous.File,
                    $"C# type of {FieldText.Describe(current)} changed from {Quote(before)} to {Quote(after)}.");
            }
        }
    }

    /// <summary>The type as C# has it; messages and enums by their proto name, whose change is another rule's matter.</summary>
    private static string TypeOf(ProtoField field) =>
        field.IsMapField ? "MapField"
        : field.Descriptor.Label == Label.Repeated ? $"RepeatedField<{ElementOf(field)}>"
        : ElementOf(field);

    private static string ElementOf(ProtoField field) => field.Descriptor.Type switch
    {
        Type.Int32 or Type.Sint32 or Type.Sfixed32 => "int",
        Type.Int64 or Type.Sint64 or Type.Sfixed64 => "long",
        Type.Uint32 or Type.Fixed32 => "uint",
        Type.Uint64 or Type.Fixed64 => "ulong",
        Type.Bool => "bool",
        Type.Float => "float",
        Type.Double => "double",
        Type.String => "string",
        Type.Bytes => "ByteString",
        _ => field.TypeName switch
        {
            // protoc makes wrappers nullable values; a string is one anyway.
            "google.protobuf.StringValue" => "string",
            "google.protobuf.BytesValue" => "ByteString",
            "google.protobuf.BoolValue" => "bool?",
            "google.protobuf.Int32Value" => "int?",
            "google.protobuf.Int64Value" => "long?",
            "google.protobuf.UInt32Value" => "uint?",
            "google.protobuf.UInt64Value" => "ulong?",
            "google.protobuf.FloatValue" => "float?",
            "google.protobuf.DoubleValue" => "double?",
            _ => field.TypeName.Substring(field.TypeName.LastIndexOf('.') + 1),
        },
    };
}
