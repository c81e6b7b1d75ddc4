using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>The kind of a field's type as buf compares and prints it.</summary>
internal static class FieldType
{
    /// <summary>The kind on the wire: a message with DELIMITED encoding is a group.</summary>
    public static Type KindOf(ProtoField field) =>
        field.Descriptor.Type == Type.Message
        && FeatureResolution.MessageEncoding(field) == Google.Protobuf.Reflection.FeatureSet.Types.MessageEncoding.Delimited
        && !field.IsMapField && !field.IsMapEntryField
            ? Type.Group
            : field.Descriptor.Type;

    /// <summary>The kind in buf's words.</summary>
    public static string Describe(ProtoField field)
    {
        var kind = KindOf(field);
        return kind == Type.Group && !field.IsGroup ? "message (delimited encoding)" : kind.ToString().ToLowerInvariant();
    }

    /// <summary>The kind names a message or an enum.</summary>
    public static bool IsNamed(Type kind) => kind is Type.Enum or Type.Message or Type.Group;

    /// <summary>Both fields are strings.</summary>
    public static bool AreStrings(Pair<ProtoField> pair) =>
        pair.Previous.Descriptor.Type == Type.String && pair.Current.Descriptor.Type == Type.String;

    /// <summary>Each field is a string or bytes.</summary>
    public static bool AreStringsOrBytes(Pair<ProtoField> pair) =>
        pair.Previous.Descriptor.Type is Type.String or Type.Bytes && pair.Current.Descriptor.Type is Type.String or Type.Bytes;
}
