using Google.Protobuf.Reflection;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Model;

/// <summary>A field of a message, or an extension of one.</summary>
internal sealed class ProtoField : ProtoElement
{
    private string? _typeName;

    public ProtoField(ProtoFile file, ProtoMessage? parent, FieldDescriptorProto descriptor, PlaceInParent place, bool isExtension)
        : base(file, parent, descriptor.Name, place)
    {
        Descriptor = descriptor;
        IsExtension = isExtension;
        Message = isExtension ? null : parent;
        Oneof = Message is not null && descriptor.HasOneofIndex && (uint)descriptor.OneofIndex < (uint)Message.Oneofs.Count
            ? Message.Oneofs[descriptor.OneofIndex]
            : null;
        Oneof?.Add(this);
    }

    public FieldDescriptorProto Descriptor { get; }

    public bool IsExtension { get; }

    /// <summary>The message that has the field; <see langword="null"/> for an extension.</summary>
    public ProtoMessage? Message { get; }

    /// <summary>The oneof that has the field, also the synthetic one of a proto3 <c>optional</c>.</summary>
    public ProtoOneof? Oneof { get; }

    public int Number => Descriptor.Number;

    /// <summary>Full name of the message or enum that the field holds, without a leading dot; empty for a scalar.</summary>
    public string TypeName => _typeName ??= ProtoFile.WithoutLeadingDot(Descriptor.TypeName);

    /// <summary>Full name of the message that has or is extended by the field.</summary>
    public string ContainingTypeName => Message?.FullName ?? ProtoFile.WithoutLeadingDot(Descriptor.Extendee);

    /// <summary>Declared with the <c>group</c> keyword (proto2).</summary>
    public bool IsGroup => Descriptor.Type == Type.Group;

    /// <summary>The key or the value of a map entry.</summary>
    public bool IsMapEntryField => Message is { IsMapEntry: true };

    /// <summary>Declared as <c>map&lt;K, V&gt;</c>.</summary>
    public bool IsMapField => Descriptor.Type == Type.Message && Message is { MapEntryNames: { Count: > 0 } maps } && maps.Contains(TypeName);

    /// <summary>The place of the scalar type.</summary>
    public SourceLocation TypeLocation => At(SourcePath.Field.Type);

    /// <summary>The place of the message or enum type; for a group its keyword.</summary>
    public SourceLocation TypeNameLocation => At(IsGroup ? SourcePath.Field.Type : SourcePath.Field.TypeName);

    /// <summary>The place of an option of the field.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Field.Options, number);

    /// <inheritdoc/>
    public override SourceLocation At(params int[] tail) =>
        IsMapEntryField ? Message!.Declaration : base.At(tail);
}
