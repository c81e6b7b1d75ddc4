using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Model;

/// <summary>A oneof of a message.</summary>
internal sealed class ProtoOneof(ProtoMessage message, OneofDescriptorProto descriptor, PlaceInParent place)
    : ProtoElement(message.File, message, descriptor.Name, place)
{
    private readonly List<ProtoField> _fields = [];

    public OneofDescriptorProto Descriptor { get; } = descriptor;

    /// <summary>Made by protoc for a proto3 <c>optional</c> field: nowhere in the source.</summary>
    public bool IsSynthetic => _fields.Count == 1 && _fields[0].Descriptor.Proto3Optional;

    /// <summary>The fields of the oneof.</summary>
    public IReadOnlyList<ProtoField> Fields => _fields;

    /// <summary>Called by each field of the oneof.</summary>
    public void Add(ProtoField field) => _fields.Add(field);
}
